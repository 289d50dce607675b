import { ordinalsOf } from '../domain/sync/bucket.ts';
import { unpack } from '../domain/sync/pack.ts';
import type { Outcome } from '../domain/sync/words.ts';
import { applyingOf } from './applying.ts';
import { bucketOf } from './ids.ts';
import { type RecordTableRow, type RecordView, readRecord, type StoredRecord } from './record-row.ts';
import type { StoreScope } from './scope.ts';
import type { SyncView } from './sync-row.ts';
import { usersOf } from './users.ts';

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
 * User records of one tenant. A record is a row, or — plain *unchanged* — an entry of its chunk's pack; a sync that applies
 * another's plan shows that plan's records, under whatever it marked itself.
 */
export const recordsOf = (scope: StoreScope) => {
  const { db, base, tenantId } = scope;
  const users = usersOf(scope);
  const applying = applyingOf(scope);

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

  /** Gives records their users, and says which were written. */
  const complete = async (sync: SyncView, records: readonly StoredRecord[]): Promise<RecordView[]> => {
    const ids = [...new Set(records.flatMap(({ userId }) => userId ?? []))];
    const [labels, reach] = await Promise.all([users.labels(ids), sync.persisted ? applying.reach(sync.id) : null]);
    const except = new Set(sync.pinned.except);
    return records.map(({ userId, handover, ...record }) => ({
      ...record,
      user: (userId !== null && labels.get(userId)) || null,
      persisted:
        reach !== null &&
        (userId === null || !except.has(userId)) &&
        (record.outcome === 'terminated'
          ? record.ordinal < reach.end
          : record.outcome === 'failed'
            ? false
            : handover
              ? reach.handovers
              : isDone(sync, record.ordinal, reach)),
    }));
  };

  return {
    /** In order of the snapshot; absent users last. @param page.after only later ordinals @param page.before only earlier ones, the nearest */
    async list(
      sync: SyncView,
      page: { after?: number; before?: number; limit: number },
      filter: RecordFilter = {},
    ): Promise<RecordView[]> {
      const after = page.after ?? -1;
      const inRows = filter.changed || filter.error || (filter.outcome && filter.outcome !== 'skipped');
      if (page.before !== undefined && filter.userId === undefined) {
        const { before, limit } = page;
        const found = inRows
          ? await filteredBefore(sync, before, limit, filter)
          : await mergedBefore(sync, before, limit, filter.outcome === 'skipped');
        return complete(sync, found);
      }
      const found =
        filter.userId !== undefined
          ? (await this.ofUserIn(sync, filter.userId))
              .filter((record) => record.ordinal > after && passes(record, filter))
              .slice(0, page.limit)
          : inRows
            ? await filtered(sync, after, page.limit, filter)
            : await merged(sync, after, page.limit, filter.outcome === 'skipped');
      return complete(sync, found);
    },

    async get(sync: SyncView, ordinal: number): Promise<RecordView | null> {
      const [record] = await stored(sync, [ordinal]);
      return record ? ((await complete(sync, [record]))[0] ?? null) : null;
    },

    /** The records at some places, in order. */
    async pick(sync: SyncView, ordinals: readonly number[]): Promise<RecordView[]> {
      return ordinals.length === 0 ? [] : complete(sync, await stored(sync, ordinals));
    },

    /** Records of one user in one sync. */
    async ofUserIn(sync: SyncView, userId: number): Promise<StoredRecord[]> {
      const row = await db.first<{ pack: string }>(
        'select pack from record_buckets where bucket = ? and sync_id = ?',
        bucketOf(tenantId, userId),
        base + (sync.planOf ?? sync.id),
      );
      return row ? stored(sync, ordinalsOf(row.pack, base + userId - base)) : [];
    },

    /** Syncs that had a record of a user, newest first, with where it is. */
    async placesOf(
      userId: number,
      page: { before?: number; limit: number },
    ): Promise<{ syncId: number; planId: number; ordinals: number[] }[]> {
      const places: { syncId: number; planId: number; ordinals: number[] }[] = [];
      let before = page.before ?? 2 ** 30;
      // A bucket is shared by many: a row of it may have nothing of this user, and then the next ones are looked at.
      for (;;) {
        const found = await db.all<{ sync_id: number; plan_id: number; pack: string }>(
          `select s.id as sync_id, b.sync_id as plan_id, b.pack from record_buckets b join syncs s on s.id = b.sync_id or s.plan_of = b.sync_id
           where b.bucket = ? and s.id < ? and s.tenant_id = ? order by s.id desc limit ?`,
          bucketOf(tenantId, userId),
          base + before,
          tenantId,
          page.limit * 4,
        );
        for (const row of found) {
          before = row.sync_id - base;
          const ordinals = ordinalsOf(row.pack, userId);
          if (ordinals.length > 0) places.push({ syncId: before, planId: row.plan_id - base, ordinals });
          if (places.length === page.limit) return places;
        }
        if (found.length < page.limit * 4) return places;
      }
    },

    /** Absent users of a plan, for its buckets. */
    async absentUsers(syncId: number, from: number): Promise<{ userId: number; ordinal: number }[]> {
      return db.all<{ userId: number; ordinal: number }>(
        'select user_id - ? as userId, ordinal from user_records where sync_id = ? and ordinal >= ?',
        base,
        base + syncId,
        from,
      );
    },
  };

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

const passes = (record: StoredRecord, filter: RecordFilter): boolean =>
  (!filter.outcome || record.outcome === filter.outcome) &&
  (!filter.changed || record.changes.some((change) => change.attribute === filter.changed)) &&
  (!filter.error || record.errors.some((error) => error.code === filter.error));

const isDone = (sync: SyncView, ordinal: number, reach: { write: number }): boolean =>
  sync.state === 'completed' || ordinal < reach.write;

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
