import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TrialTarget } from '../../app/mapping/try-mapping.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { SOURCE_KINDS, type SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { MappingVersion, MappingVersionSummary } from '../../store/mapping/reader.ts';
import { omitKeys } from '../shared/body.ts';
import { iso, parseRecordId, RECORD_ID, timestamp } from '../shared/fields.ts';
import { pageQuery } from '../shared/paging.ts';

export const sourceQuery = z.strictObject({
  source: z.enum(SOURCE_KINDS).optional().openapi({ description: 'Without it: the enabled pull source.' }),
});
export const mappingVersionsQuery = pageQuery.extend(sourceQuery.shape);

/** Without `requested`: the enabled pull source. Fault `source_missing` when there is none. */
export async function resolveSource(c: Context<TenantEnv>, requested?: SourceKind): Promise<Result<SourceKind, Fault>> {
  const kind = requested ?? (await c.var.store.dataSources.enabledPull())?.kind;
  const source = SOURCE_KINDS.find((known) => known === kind);
  return source ? ok(source) : fail(fault('source_missing', { reason: 'none_named' }));
}

/** The last three are read-only: GET returns them, PUT ignores them. */
export const mappingEnvelopeSchema = z.looseObject({
  note: z.string().max(500, 'Use at most 500 characters.').nullish(),
  version: z.int().min(0).optional(),
  accept_cases: z.boolean('Must be true or false.').default(false),
  source: z.unknown().optional(),
  created_by: z.unknown().optional(),
  created_at: z.unknown().optional(),
});

export const omitEnvelope = (body: z.infer<typeof mappingEnvelopeSchema>): unknown =>
  omitKeys(body, mappingEnvelopeSchema.shape);

/** A body has exactly one of the two. */
export const trialTargetFields = {
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

export function parseTrialTarget({
  record,
  payload,
}: {
  record?: string;
  payload?: unknown;
}): Result<TrialTarget, Fault> {
  if ((record === undefined) === (payload === undefined)) {
    return fail(fault('invalid_body', { problem: 'record_or_payload' }));
  }
  if (record === undefined) return ok({ pasted: typeof payload === 'string' ? payload : JSON.stringify(payload) });
  return ok({ record: parseRecordId(record) });
}

const source = z.enum(SOURCE_KINDS);

const versionFields = {
  source,
  version: z.int().openapi({ description: 'Grows with every save.' }),
  note: z.string().nullable(),
  created_by: z.string(),
  created_at: timestamp,
};
export const mappingVersionSchema = z.object(versionFields).openapi('MappingVersion');

export const savedMappingSchema = z.object({ ...versionFields, ...mappingSchema.shape }).openapi('SavedMapping');

/** Only for the OpenAPI document: domain/mapping validates the body. */
export const mappingBodySchema = mappingSchema
  .extend({
    note: z.string().max(500).nullish().openapi({ description: 'Why it was changed.' }),
    version: z
      .int()
      .min(0)
      .optional()
      .openapi({ description: 'The version that you saw, 0 for none: refused when another one is in force.' }),
    accept_cases: z
      .boolean()
      .optional()
      .openapi({ description: 'Save it although pinned people come out differently: that is then expected of them.' }),
  })
  .openapi('Mapping', {
    example: {
      standard: {
        full_name: { expression: "join(' ', [First_Name, Last_Name])", null_policy: 'clear' },
        email: { expression: "Emails_group[?Type=='Work'].Email | [0]", null_policy: 'clear' },
        employee_id: { expression: 'Employee_ID', null_policy: 'clear' },
      },
      custom: [{ key: 'cost_center', type: 'text', expression: 'Cost_Center', null_policy: 'clear', export: true }],
      restricted_role: { expression: 'Is_Contingent' },
      include: null,
      primary_row: null,
    },
  });

export const serializeMapping = (stored: MappingVersion): z.infer<typeof savedMappingSchema> => ({
  ...serializeMappingVersion(stored),
  ...stored.body,
});

export const serializeMappingVersion = (stored: MappingVersionSummary): z.infer<typeof mappingVersionSchema> => ({
  source: source.parse(stored.source),
  version: stored.version,
  note: stored.note,
  created_by: stored.createdBy,
  created_at: iso(stored.createdAt),
});
