import { unpack } from '../domain/sync/pack.ts';
import type { Outcome } from '../domain/sync/words.ts';
import { type RecordTableRow, readRecord, type StoredRecord } from './record-row.ts';
import type { StoreScope } from './scope.ts';
import type { SyncView } from './sync-row.ts';

export interface RecordFilter {
  outcome?: Outcome | undefined;
  userId?: number | undefined;
  /** An attribute that changed. */
  changed?: string | undefined;
  /** An error code. */
  error?: string | undefined;
}

interface Chunk {
  part: number;
  first_ordinal: number;
  records: number;
  pack: string;
}

const COLUMNS =
  'ordinal, user_id, outcome, reason, label, handover, chunk, "offset", length, payload, changes, errors, next';
const LAST = 2 ** 40;
/** `?4` outcome `?5` changed attribute `?6` error code; null for any */
const PASSES = `(?4 is null or outcome = ?4) and (?5 is null or exists (select 1 from json_each(changes) c where c.value->>'attribute' = ?5))
  and (?6 is null or exists (select 1 from json_each(errors) e where e.value->>'code' = ?6))`;

/**
 * Reads records as they are stored: a row, or — plain *unchanged* — an entry of its chunk's pack. A sync that applies
 * another's plan shows that plan's records, under whatever it marked itself.
 */
export const recordReaderOf = ({ db, base }: StoreScope) => {
  /** Rows of the plan with the applying sync's own marks over them. `?1` plan `?2` applying sync */
  const rows = (sync: SyncView) =>
    sync.planOf === null
      ? `(select ${COLUMNS} from user_records where sync_id = ?2)`
      : `(select ${COLUMNS} from user_records p where sync_id = ?1 and not exists (select 1 from user_records o where o.sync_id = ?2 and o.ordinal = p.ordinal)
          union all select ${COLUMNS} from user_records where sync_id = ?2)`;

  const query = async (sync: SyncView, where: string, order: string, ...values: unknown[]): Promise<StoredRecord[]> => {
    const found = await db.all<RecordTableRow>(
      `select ${COLUMNS} from ${rows(sync)} where ${where} ${order}`,
      base + (sync.planOf ?? sync.id),
      base + sync.id,
      ...values,
    );
    return found.map((row) => readRecord(row, sync.id, base));
  };

  return { filtered, filteredBefore, merged, mergedBefore, stored };

  async function filtered(sync: SyncView, after: number, limit: number, filter: RecordFilter): Promise<StoredRecord[]> {
    const key = filter.changed ? `changed:${filter.changed}` : filter.error ? `error:${filter.error}` : filter.outcome;
    // Chunks that have none of what is looked for are not read at all.
    const from = await db.first<{ first: number | null }>(
      `select min(first_ordinal) as first from step_markers where sync_id = ? and step in ('plan', 'absent') and first_ordinal + records > ?
         and (counts->>? > 0 or ? is null)`,
      base + (sync.planOf ?? sync.id),
      after,
      `$."${key?.replaceAll('"', '')}"`,
      sync.planOf === null && filter.error !== 'changed_since_plan' && !(filter.changed && filter.outcome === 'created')
        ? 1
        : null,
    );
    const start = Math.max(after, (from?.first ?? (sync.persisted ? 0 : LAST)) - 1);
    return query(
      sync,
      `ordinal > ?3 and ${PASSES}`,
      'order by ordinal limit ?7',
      start,
      filter.outcome ?? null,
      filter.changed ?? null,
      filter.error ?? null,
      limit,
    );
  }

  async function filteredBefore(sync: SyncView, before: number, limit: number, filter: RecordFilter) {
    const { outcome = null, changed = null, error = null } = filter;
    const found = await query(
      sync,
      `ordinal < ?3 and ${PASSES}`,
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
  async function mergedBefore(sync: SyncView, before: number, limit: number, skippedOnly: boolean) {
    for (let reach = limit; ; reach *= 4) {
      const from = Math.max(-1, before - reach - 1);
      const window = await merged(sync, from, reach, skippedOnly);
      const found = window.filter((record) => record.ordinal < before);
      if (found.length >= limit || from < 0) return found.slice(-limit);
    }
  }

  /** Rows and packed records in one order. */
  async function merged(sync: SyncView, after: number, limit: number, skippedOnly: boolean): Promise<StoredRecord[]> {
    const found: StoredRecord[] = [];
    let at = after;
    for (;;) {
      const chunk = await db.first<Chunk>(
        `select part, first_ordinal, records, pack from step_markers where sync_id = ? and step = 'plan' and first_ordinal + records > ? and pack is not null
           and (? = 0 or counts->>'skipped' > 0) order by part limit 1`,
        base + (sync.planOf ?? sync.id),
        at + 1,
        Number(skippedOnly),
      );
      const end = chunk ? chunk.first_ordinal + chunk.records : LAST;
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
  async function packedIn(sync: SyncView, chunk: Chunk, after: number, end: number): Promise<StoredRecord[]> {
    const taken = new Set(
      (
        await db.all<{ ordinal: number }>(
          'select ordinal from user_records where sync_id in (?, ?) and ordinal > ? and ordinal < ?',
          base + sync.id,
          base + (sync.planOf ?? sync.id),
          after,
          end,
        )
      ).map((row) => row.ordinal),
    );
    return readChunk(sync, chunk).filter((record) => record.ordinal > after && !taken.has(record.ordinal));
  }

  async function stored(sync: SyncView, ordinals: readonly number[]): Promise<StoredRecord[]> {
    const found = await query(
      sync,
      'ordinal in (select value from json_each(?3))',
      'order by ordinal',
      JSON.stringify(ordinals),
    );
    const missing = new Set(ordinals);
    for (const { ordinal } of found) missing.delete(ordinal);
    for (const ordinal of missing) {
      const chunk = await db.first<Chunk>(
        `select part, first_ordinal, records, pack from step_markers where sync_id = ? and step = 'plan' and pack is not null
           and first_ordinal <= ? and first_ordinal + records > ?`,
        base + (sync.planOf ?? sync.id),
        ordinal,
        ordinal,
      );
      const record = chunk && readChunk(sync, chunk).find((one) => one.ordinal === ordinal);
      if (record) found.push(record);
    }
    return found.sort((a, b) => a.ordinal - b.ordinal);
  }
};

function readChunk(sync: SyncView, chunk: Chunk): StoredRecord[] {
  const records: StoredRecord[] = [];
  let offset = 0;
  let ordinal = chunk.first_ordinal;
  for (const { hasRow, userId, length } of unpack(chunk.pack)) {
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
