import type { RecordError } from '../../domain/shared/record-error.ts';
import type { NextUser } from '../../domain/sync/decision.ts';
import { unpackRecords } from '../../domain/sync/pack.ts';
import type { Outcome } from '../../domain/sync/vocabulary.ts';
import type { AttributeChange } from '../../domain/user/changes.ts';
import type { StoreScope } from '../scope.ts';
import type { Sync } from '../syncs/reader.ts';
import type { UserLabel } from '../users/reader.ts';

/** One user record, as every door shows it. */
export interface UserRecord {
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
  changes: AttributeChange[];
  errors: RecordError[];
  /** The user's personal data was removed, and what was personal in this record with it. */
  removed: boolean;
  /** Where the payload is; null for an absent user, and where it was removed. */
  payload: { inline: string } | { chunk: number; offset: number; length: number } | null;
}

/** A record as stored, before its user is looked up. */
export interface StoredRecord extends Omit<UserRecord, 'user' | 'persisted' | 'removed'> {
  userId: number | null;
  handover: boolean;
}

export interface StoredRecordRow {
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
export function toStoredRecord(row: StoredRecordRow, syncId: number, base: number): StoredRecord {
  const next: NextUser | null = row.next === null ? null : JSON.parse(row.next);
  return {
    syncId,
    ordinal: row.ordinal,
    userId: row.user_id === null ? null : row.user_id - base,
    label: row.label === null ? labelFromNext(next) : JSON.parse(row.label),
    outcome: row.outcome,
    reason: row.reason,
    handover: row.handover !== null,
    changes: row.changes === null ? createdValues(row.outcome, next) : JSON.parse(row.changes),
    errors: row.errors === null ? [] : JSON.parse(row.errors),
    payload: payloadPlace(row),
  };
}

/** A user to be created is called what they will be called. */
function labelFromNext(next: NextUser | null): UserRecord['label'] {
  if (next === null) return null;
  const { full_name, email } = next.attributes;
  return {
    full_name: typeof full_name === 'string' ? full_name : null,
    email: typeof email === 'string' ? email : null,
  };
}

/** A created user's changes are its values. */
const createdValues = (outcome: Outcome, next: NextUser | null): AttributeChange[] =>
  outcome !== 'created' || next === null
    ? []
    : Object.entries(next.attributes).map(([attribute, after]) => ({ attribute, before: null, after }));

function payloadPlace({ payload, chunk, offset, length }: StoredRecordRow): StoredRecord['payload'] {
  if (payload !== null) return { inline: payload };
  return chunk === null || offset === null || length === null ? null : { chunk, offset, length };
}

export interface RecordFilter {
  outcome?: Outcome | undefined;
  userId?: number | undefined;
  /** An attribute that changed. */
  changed?: string | undefined;
  /** An error code. */
  error?: string | undefined;
}

interface PlannedChunkRow {
  part: number;
  first_ordinal: number;
  records: number;
  pack: string;
}

const RECORD_COLUMNS =
  'ordinal, user_id, outcome, reason, label, handover, chunk, "offset", length, payload, changes, errors, next';
const MAX_ORDINAL = 2 ** 40;
/** `?4` outcome `?5` changed attribute `?6` error code; null for any */
const PASSES_FILTER = `(?4 is null or outcome = ?4) and (?5 is null or exists (select 1 from json_each(changes) c where c.value->>'attribute' = ?5))
  and (?6 is null or exists (select 1 from json_each(errors) e where e.value->>'code' = ?6))`;

/**
 * Reads records as they are stored: a row, or — plain *unchanged* — an entry of its chunk's pack. A sync that applies
 * another's plan shows that plan's records, under whatever it marked itself.
 */
export const storedRecords = ({ d1, base }: StoreScope) => {
  /** Rows of the plan with the applying sync's own marks over them. `?1` plan `?2` applying sync */
  const rows = (sync: Sync) =>
    sync.planOf === null
      ? `(select ${RECORD_COLUMNS} from user_records where sync_id = ?2)`
      : `(select ${RECORD_COLUMNS} from user_records p where sync_id = ?1 and not exists (select 1 from user_records o where o.sync_id = ?2 and o.ordinal = p.ordinal)
          union all select ${RECORD_COLUMNS} from user_records where sync_id = ?2)`;

  const query = async (sync: Sync, where: string, order: string, ...values: unknown[]): Promise<StoredRecord[]> => {
    const found = await d1.all<StoredRecordRow>(
      `select ${RECORD_COLUMNS} from ${rows(sync)} where ${where} ${order}`,
      base + (sync.planOf ?? sync.id),
      base + sync.id,
      ...values,
    );
    return found.map((row) => toStoredRecord(row, sync.id, base));
  };

  return { filtered, filteredBefore, merged, mergedBefore, stored };

  async function filtered(sync: Sync, after: number, limit: number, filter: RecordFilter): Promise<StoredRecord[]> {
    const key = filter.changed ? `changed:${filter.changed}` : filter.error ? `error:${filter.error}` : filter.outcome;
    // Chunks that have none of what is looked for are not read at all.
    const from = await d1.first<{ first: number | null }>(
      `select min(first_ordinal) as first from step_markers where sync_id = ? and step in ('plan', 'absent') and first_ordinal + records > ?
         and (counts->>? > 0 or ? is null)`,
      base + (sync.planOf ?? sync.id),
      after,
      `$."${key?.replaceAll('"', '')}"`,
      sync.planOf === null && filter.error !== 'changed_since_plan' && !(filter.changed && filter.outcome === 'created')
        ? 1
        : null,
    );
    const start = Math.max(after, (from?.first ?? (sync.persisted ? 0 : MAX_ORDINAL)) - 1);
    return query(
      sync,
      `ordinal > ?3 and ${PASSES_FILTER}`,
      'order by ordinal limit ?7',
      start,
      filter.outcome ?? null,
      filter.changed ?? null,
      filter.error ?? null,
      limit,
    );
  }

  async function filteredBefore(sync: Sync, before: number, limit: number, filter: RecordFilter) {
    const { outcome = null, changed = null, error = null } = filter;
    const found = await query(
      sync,
      `ordinal < ?3 and ${PASSES_FILTER}`,
      'order by ordinal desc limit ?7',
      before,
      outcome,
      changed,
      error,
      limit,
    );
    return found.reverse();
  }

  /** Ordinals are dense, so the page before begins about so many earlier; among skipped ones, further back. */
  async function mergedBefore(sync: Sync, before: number, limit: number, skippedOnly: boolean) {
    for (let reach = limit; ; reach *= 4) {
      const from = Math.max(-1, before - reach - 1);
      const window = await merged(sync, from, reach, skippedOnly);
      const found = window.filter((record) => record.ordinal < before);
      if (found.length >= limit || from < 0) return found.slice(-limit);
    }
  }

  /** Rows and packed records in one order. */
  async function merged(sync: Sync, after: number, limit: number, skippedOnly: boolean): Promise<StoredRecord[]> {
    const found: StoredRecord[] = [];
    let at = after;
    for (;;) {
      const chunk = await d1.first<PlannedChunkRow>(
        `select part, first_ordinal, records, pack from step_markers where sync_id = ? and step = 'plan' and first_ordinal + records > ? and pack is not null
           and (? = 0 or counts->>'skipped' > 0) order by part limit 1`,
        base + (sync.planOf ?? sync.id),
        at + 1,
        Number(skippedOnly),
      );
      const end = chunk ? chunk.first_ordinal + chunk.records : MAX_ORDINAL;
      const where = `ordinal > ?3 and ordinal < ?4${skippedOnly ? " and outcome = 'skipped'" : ''}`;
      const inRows = await query(sync, where, 'order by ordinal limit ?5', at, end, limit - found.length);
      const packed = chunk ? await packedIn(sync, chunk, at, end) : [];
      const both = [...inRows, ...packed].sort((a, b) => a.ordinal - b.ordinal);
      found.push(...both.slice(0, limit - found.length));
      if (found.length >= limit || !chunk) return found;
      at = end - 1;
    }
  }

  /** Plain unchanged records of a chunk, without those that have a row. */
  async function packedIn(sync: Sync, chunk: PlannedChunkRow, after: number, end: number): Promise<StoredRecord[]> {
    const taken = new Set(
      (
        await d1.all<{ ordinal: number }>(
          'select ordinal from user_records where sync_id in (?, ?) and ordinal > ? and ordinal < ?',
          base + sync.id,
          base + (sync.planOf ?? sync.id),
          after,
          end,
        )
      ).map((row) => row.ordinal),
    );
    return unpackChunk(sync, chunk).filter((record) => record.ordinal > after && !taken.has(record.ordinal));
  }

  async function stored(sync: Sync, ordinals: readonly number[]): Promise<StoredRecord[]> {
    const found = await query(
      sync,
      'ordinal in (select value from json_each(?3))',
      'order by ordinal',
      JSON.stringify(ordinals),
    );
    const missing = new Set(ordinals);
    for (const { ordinal } of found) missing.delete(ordinal);
    for (const ordinal of missing) {
      const chunk = await d1.first<PlannedChunkRow>(
        `select part, first_ordinal, records, pack from step_markers where sync_id = ? and step = 'plan' and pack is not null
           and first_ordinal <= ? and first_ordinal + records > ?`,
        base + (sync.planOf ?? sync.id),
        ordinal,
        ordinal,
      );
      const record = chunk && unpackChunk(sync, chunk).find((one) => one.ordinal === ordinal);
      if (record) found.push(record);
    }
    return found.sort((a, b) => a.ordinal - b.ordinal);
  }
};

function unpackChunk(sync: Sync, chunk: PlannedChunkRow): StoredRecord[] {
  const records: StoredRecord[] = [];
  let offset = 0;
  let ordinal = chunk.first_ordinal;
  for (const { hasRow, userId, length } of unpackRecords(chunk.pack)) {
    const payload = { chunk: chunk.part, offset, length };
    if (!hasRow) {
      records.push({
        syncId: sync.id,
        ordinal,
        userId: userId || null,
        label: null,
        outcome: 'skipped',
        reason: 'unchanged',
        handover: false,
        changes: [],
        errors: [],
        payload,
      });
    }
    ordinal += 1;
    offset += length + 1;
  }
  return records;
}
