import { z } from '@hono/zod-openapi';
import { RECORD_ERROR_CODES } from '../../domain/shared/record-error.ts';
import { OUTCOMES } from '../../domain/sync/vocabulary.ts';
import type { UserRecord } from '../../store/records/reader.ts';
import { idParam, parseRecordId, RECORD_ID } from '../shared/fields.ts';
import { pageQuery } from '../shared/paging.ts';

const recordErrorSchema = z
  .object({
    code: z.enum(RECORD_ERROR_CODES),
    attribute: z.string().nullable(),
    expression: z.string().nullable(),
    received: z.string().nullable().openapi({ description: 'What the expression gave, as short JSON text.' }),
    message: z.string(),
  })
  .openapi('RecordError');

const changeSchema = z
  .object({ attribute: z.string(), before: z.unknown(), after: z.unknown() })
  .openapi('Change', { description: 'Null is no value.' });

export const recordSchema = z
  .object({
    id: z.string().openapi({ example: '42-7' }),
    sync_id: z.int(),
    user: z
      .object({ id: z.int(), full_name: z.string(), email: z.string() })
      .nullable()
      .openapi({ description: 'Null when nobody matched, or the user was not made.' }),
    label: z
      .object({ full_name: z.string().nullable(), email: z.string().nullable() })
      .nullable()
      .openapi({ description: 'The name and e-mail of the payload itself, where nobody matched.' }),
    outcome: z.enum(OUTCOMES),
    reason: z.string().nullable().openapi({ description: 'Why a record was skipped.', example: 'unchanged' }),
    persisted: z.boolean().openapi({ description: 'This record was written to users.' }),
    changes: z.array(changeSchema),
    errors: z.array(recordErrorSchema),
    removed: z.boolean().openapi({ description: 'The personal data of this user was removed.' }),
    absent: z.boolean().openapi({ description: 'The person was not in the snapshot.' }),
  })
  .openapi('Record');
type RecordJson = z.infer<typeof recordSchema>;

export const recordsQuery = pageQuery.extend({
  outcome: z.enum(OUTCOMES).optional(),
  user: idParam.optional().openapi({ type: 'integer', description: 'ID of a user.' }),
  changed: z.string().min(1).max(100).optional().openapi({ description: 'An attribute that changed.' }),
  error: z.enum(RECORD_ERROR_CODES).optional(),
});

export const recordParams = z.object({
  id: z.string().regex(RECORD_ID).transform(parseRecordId).openapi({ type: 'string', example: '42-7' }),
});

export const serializeRecord = (record: UserRecord): RecordJson => ({
  id: `${record.syncId}-${record.ordinal}`,
  sync_id: record.syncId,
  user: record.user,
  label: record.label,
  outcome: record.outcome,
  reason: record.reason,
  persisted: record.persisted,
  changes: record.changes,
  errors: record.errors,
  removed: record.removed,
  absent: record.payload === null && !record.removed,
});
