import type { NextUser } from '../domain/sync/decision.ts';
import type { Change, Outcome, RecordError } from '../domain/sync/words.ts';
import type { UserLabel } from './users.ts';

/** One user record, as every door shows it. */
export interface RecordView {
  syncId: number;
  ordinal: number;
  /** The user, when there is one; null when nobody matched or the user was not made. */
  user: UserLabel | null;
  /** The payload's own name and e-mail, when nobody matched. */
  label: { full_name: string | null; email: string | null } | null;
  outcome: Outcome;
  reason: string | null;
  /** This record was written to users. */
  persisted: boolean;
  changes: Change[];
  errors: RecordError[];
  /** The user's personal data was removed, and what was personal in this record with it. */
  removed: boolean;
  /** Where the payload is; null for an absent user, and where it was removed. */
  payload: { inline: string } | { chunk: number; offset: number; length: number } | null;
}

/** A record as stored, before its user is looked up. */
export interface StoredRecord extends Omit<RecordView, 'user' | 'persisted' | 'removed'> {
  userId: number | null;
  handover: boolean;
}

export interface RecordTableRow {
  ordinal: number;
  user_id: number | null;
  outcome: Outcome;
  reason: string | null;
  label: string | null;
  handover: number | null;
  chunk: number | null;
  offset: number | null;
  length: number | null;
  payload: string | null;
  changes: string | null;
  errors: string | null;
  next: string | null;
}

/** Reads a row of user_records. */
export function readRecord(row: RecordTableRow, syncId: number, base: number): StoredRecord {
  const next: NextUser | null = row.next === null ? null : JSON.parse(row.next);
  return {
    syncId,
    ordinal: row.ordinal,
    userId: row.user_id === null ? null : row.user_id - base,
    label: row.label === null ? labelOf(next) : JSON.parse(row.label),
    outcome: row.outcome,
    reason: row.reason,
    handover: row.handover !== null,
    changes: row.changes === null ? valuesOf(row.outcome, next) : JSON.parse(row.changes),
    errors: row.errors === null ? [] : JSON.parse(row.errors),
    payload: payloadOf(row),
  };
}

/** A user to be created is called what they will be called. */
function labelOf(next: NextUser | null): RecordView['label'] {
  if (next === null) return null;
  const { full_name, email } = next.attributes;
  return {
    full_name: typeof full_name === 'string' ? full_name : null,
    email: typeof email === 'string' ? email : null,
  };
}

/** A created user's changes are its values. */
const valuesOf = (outcome: Outcome, next: NextUser | null): Change[] =>
  outcome !== 'created' || next === null
    ? []
    : Object.entries(next.attributes).map(([attribute, after]) => ({ attribute, before: null, after }));

function payloadOf({ payload, chunk, offset, length }: RecordTableRow): StoredRecord['payload'] {
  if (payload !== null) return { inline: payload };
  return chunk === null || offset === null || length === null ? null : { chunk, offset, length };
}
