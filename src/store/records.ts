import { ordinalsOf } from '../domain/sync/bucket.ts';
import { applyingOf } from './applying.ts';
import { REMOVED } from './deprovisioning.ts';
import { bucketOf } from './ids.ts';
import { type RecordFilter, recordReaderOf } from './record-reader.ts';
import type { RecordView, StoredRecord } from './record-row.ts';
import type { StoreScope } from './scope.ts';
import type { SyncView } from './sync-row.ts';
import { usersOf } from './users.ts';

/** User records of one tenant, with their users and whether they were written. */
export const recordsOf = (scope: StoreScope) => {
  const { db, base, tenantId } = scope;
  const users = usersOf(scope);
  const applying = applyingOf(scope);
  const { filtered, filteredBefore, merged, mergedBefore, stored } = recordReaderOf(scope);

  /** Gives records their users, and says which were written. */
  const complete = async (sync: SyncView, records: readonly StoredRecord[]): Promise<RecordView[]> => {
    const ids = [...new Set(records.flatMap(({ userId }) => userId ?? []))];
    const [{ labels, removed }, reach] = await Promise.all([
      users.labels(ids),
      sync.persisted ? applying.reach(sync.id) : null,
    ]);
    const except = new Set(sync.pinned.except);
    return records.map(({ userId, handover, ...record }) => ({
      ...(userId !== null && removed.has(userId) ? withoutPersonalData(record) : { ...record, removed: false }),
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
};

/** Not readable from the moment on at which the user's own row is cleared; the stored bytes follow. */
const withoutPersonalData = <Kept extends Pick<RecordView, 'label' | 'changes' | 'errors' | 'payload'>>(
  record: Kept,
) => ({
  ...record,
  removed: true,
  label: null,
  payload: null,
  changes: record.changes.map(({ attribute }) => ({ attribute, before: null, after: null })),
  errors: record.errors.map((error) => ({ ...error, received: null, message: REMOVED })),
});

const passes = (record: StoredRecord, filter: RecordFilter): boolean =>
  (!filter.outcome || record.outcome === filter.outcome) &&
  (!filter.changed || record.changes.some((change) => change.attribute === filter.changed)) &&
  (!filter.error || record.errors.some((error) => error.code === filter.error));

const isDone = (sync: SyncView, ordinal: number, reach: { write: number }): boolean =>
  sync.state === 'completed' || ordinal < reach.write;
