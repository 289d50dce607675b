import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TrialTarget } from '../../app/mapping/try-mapping.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { SOURCE_KINDS, type SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { omitKeys } from '../shared/body.ts';
import { parseRecordId, RECORD_ID } from '../shared/fields.ts';
import { pageQuery } from '../shared/paging.ts';

/** Which data source's mapping. */
export const sourceQuery = z.strictObject({
  source: z.enum(SOURCE_KINDS).optional().openapi({ description: 'Without it: the enabled pull source.' }),
});
export const mappingVersionsQuery = pageQuery.extend(sourceQuery.shape);

/** The data source that a request names, or the enabled one. @returns fault `source_missing` when there is neither */
export async function resolveSource(c: Context<TenantEnv>, named?: SourceKind): Promise<Result<SourceKind, Fault>> {
  const kind = named ?? (await c.var.store.dataSources.enabledPull())?.kind;
  const source = SOURCE_KINDS.find((known) => known === kind);
  return source ? ok(source) : fail(fault('source_missing', { reason: 'none_named' }));
}

/** What a PUT has beside the mapping. What GET gave may be sent back: fields that are only read are ignored. */
export const mappingEnvelopeSchema = z.looseObject({
  note: z.string().max(500, 'Use at most 500 characters.').nullish(),
  version: z.int().min(0).optional(),
  accept_cases: z.boolean('Must be true or false.').default(false),
  source: z.unknown().optional(),
  created_by: z.unknown().optional(),
  created_at: z.unknown().optional(),
});

/** The mapping alone, not yet validated. */
export const withoutEnvelope = (body: z.infer<typeof mappingEnvelopeSchema>): unknown =>
  omitKeys(body, mappingEnvelopeSchema.shape);

/** What a mapping is tried on. */
export const trySubjectFields = {
  record: z
    .string()
    .regex(RECORD_ID, 'Give the ID of a user record, such as 42-7.')
    .optional()
    .openapi({ description: 'A user record of this data source, whose payload it is.', example: '42-7' }),
  payload: z
    .unknown()
    .optional()
    .openapi({ description: 'A payload, or its JSON as text, which keeps all digits of long numbers. At most 64 KB.' }),
};

/** @returns fault `invalid_body` unless a body names exactly one of the two */
export function parseTrySubject({
  record,
  payload,
}: {
  record?: string | undefined;
  payload?: unknown;
}): Result<TrialTarget, Fault> {
  if ((record === undefined) === (payload === undefined)) {
    return fail(fault('invalid_body', { problem: 'record_or_payload' }));
  }
  if (record === undefined) return ok({ pasted: typeof payload === 'string' ? payload : JSON.stringify(payload) });
  return ok({ record: parseRecordId(record) });
}
