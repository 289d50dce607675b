import { z } from '@hono/zod-openapi';
import type { TryTarget } from '../../app/mapping/try-mapping.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';

/** On what a mapping is tried, in a body. */
export const trySubjectFields = {
  record: z
    .string()
    .regex(/^[1-9]\d{0,9}-(0|[1-9]\d{0,9})$/, 'Give the ID of a user record, such as 42-7.')
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
}): Result<TryTarget, Fault> {
  if ((record === undefined) === (payload === undefined)) {
    return fail(fault('invalid_body', { problem: 'record_or_payload' }));
  }
  if (record === undefined) return ok({ pasted: typeof payload === 'string' ? payload : JSON.stringify(payload) });
  const [syncId = 0, ordinal = 0] = record.split('-').map(Number);
  return ok({ record: { syncId, ordinal } });
}
