import type { RecordView } from '../../store/record-row.ts';
import type { RecordBody } from './schema.ts';

/** A user record in the words of the API. */
export const showRecord = (record: RecordView): RecordBody => ({
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
