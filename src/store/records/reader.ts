import { findOrdinals } from '../../domain/sync/snapshot-index.ts';
import type { Outcome } from '../../domain/sync/vocabulary.ts';
import { bucketOf } from '../ids.ts';
import { planApplier } from '../plans/apply.ts';
import type { StoreScope } from '../scope.ts';
import { type Sync, toSync } from '../syncs/reader.ts';
import { Bindings, foldCase, foldCaseSql, jsonTextPrefilter } from '../text-search.ts';
import { usersReader } from '../users/reader.ts';
import { REMOVED_MESSAGE } from './erasure.ts';
import { type RecordFilter, type StoredRecord, storedRecords, type UserRecord } from './stored.ts';

/** User records of one tenant, with their users and whether they were written. */
export const recordsReader = (scope: StoreScope) => {
  const { d1, base, tenantId } = scope;
  const users = usersReader(scope);
  const applying = planApplier(scope);
  const { filtered, filteredBefore, merged, mergedBefore, stored } = storedRecords(scope);

  /** Gives records their users, and says which were written. */
  const complete = async (sync: Sync, records: readonly StoredRecord[]): Promise<UserRecord[]> => {
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
              : isWritten(sync, record.ordinal, reach)),
    }));
  };

  return {
    /** In order of the snapshot; absent users last. @param page.after only later ordinals @param page.before only earlier ones, the nearest */
    async list(
      sync: Sync,
      page: { after?: number; before?: number; limit: number },
      filter: RecordFilter = {},
    ): Promise<UserRecord[]> {
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
              .filter((record) => record.ordinal > after && passesFilter(record, filter))
              .slice(0, page.limit)
          : inRows
            ? await filtered(sync, after, page.limit, filter)
            : await merged(sync, after, page.limit, filter.outcome === 'skipped');
      return complete(sync, found);
    },

    async get(sync: Sync, ordinal: number): Promise<UserRecord | null> {
      const [record] = await stored(sync, [ordinal]);
      return record ? ((await complete(sync, [record]))[0] ?? null) : null;
    },

    /** The records at some places, in order. */
    async pick(sync: Sync, ordinals: readonly number[]): Promise<UserRecord[]> {
      return ordinals.length === 0 ? [] : complete(sync, await stored(sync, ordinals));
    },

    /** Records of one user in one sync. */
    async ofUserIn(sync: Sync, userId: number): Promise<StoredRecord[]> {
      const row = await d1.first<{ pack: string }>(
        'select pack from record_buckets where bucket = ? and sync_id = ?',
        bucketOf(tenantId, userId),
        base + (sync.planOf ?? sync.id),
      );
      return row ? stored(sync, findOrdinals(row.pack, base + userId - base)) : [];
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
        const found = await d1.all<{ sync_id: number; plan_id: number; pack: string }>(
          `select s.id as sync_id, b.sync_id as plan_id, b.pack from record_buckets b join syncs s on s.id = b.sync_id or s.plan_of = b.sync_id
           where b.bucket = ? and s.id < ? and s.tenant_id = ? order by s.id desc limit ?`,
          bucketOf(tenantId, userId),
          base + before,
          tenantId,
          page.limit * 4,
        );
        for (const row of found) {
          before = row.sync_id - base;
          const ordinals = findOrdinals(row.pack, userId);
          if (ordinals.length > 0) places.push({ syncId: before, planId: row.plan_id - base, ordinals });
          if (places.length === page.limit) return places;
        }
        if (found.length < page.limit * 4) return places;
      }
    },

    /** Absent users of a plan, for its buckets. */
    async absentUsers(syncId: number, from: number): Promise<{ userId: number; ordinal: number }[]> {
      return d1.all<{ userId: number; ordinal: number }>(
        'select user_id - ? as userId, ordinal from user_records where sync_id = ? and ordinal >= ?',
        base,
        base + syncId,
        from,
      );
    },
  };
};

/** Not readable from the moment on at which the user's own row is cleared; the stored bytes follow. */
const withoutPersonalData = <Kept extends Pick<UserRecord, 'label' | 'changes' | 'errors' | 'payload'>>(
  record: Kept,
) => ({
  ...record,
  removed: true,
  label: null,
  payload: null,
  changes: record.changes.map(({ attribute }) => ({ attribute, before: null, after: null })),
  errors: record.errors.map((error) => ({ ...error, received: null, message: REMOVED_MESSAGE })),
});

const passesFilter = (record: StoredRecord, filter: RecordFilter): boolean =>
  (!filter.outcome || record.outcome === filter.outcome) &&
  (!filter.changed || record.changes.some((change) => change.attribute === filter.changed)) &&
  (!filter.error || record.errors.some((error) => error.code === filter.error));

const isWritten = (sync: Sync, ordinal: number, reach: { write: number }): boolean =>
  sync.state === 'completed' || ordinal < reach.write;

/** More users than these matching a search are too many to look at: the search wants another letter. */
const MAX_USERS_SEARCHED = 50;

/** Looks for people in one sync of a tenant. */
export const recordSearch = (scope: StoreScope) => {
  const { d1, base, tenantId } = scope;
  const users = usersReader(scope);
  const records = recordsReader(scope);

  /** Where records of users with these names, e-mails or employee IDs are. */
  async function ofUsers(sync: Sync, search: string): Promise<number[]> {
    const found = await users.list({ limit: MAX_USERS_SEARCHED }, { search });
    if (found.length === 0) return [];
    const rows = await d1.all<{ bucket: number; pack: string }>(
      'select bucket, pack from record_buckets where bucket in (select value from json_each(?)) and sync_id = ?',
      JSON.stringify([...new Set(found.map(({ id }) => bucketOf(tenantId, id)))]),
      base + (sync.planOf ?? sync.id),
    );
    const packs = new Map(rows.map(({ bucket, pack }) => [bucket, pack]));
    return found.flatMap(({ id }) => findOrdinals(packs.get(bucketOf(tenantId, id)) ?? '', id));
  }

  /**
   * Where people are whom nobody matched, by the name and e-mail that their payload gave. A created record keeps them in
   * what it will write; looking at that as text first spares most rows their JSON.
   */
  async function ofStrangers(sync: Sync, search: string, after: number, limit: number): Promise<number[]> {
    const bindings = new Bindings();
    const wanted = bindings.add(foldCase(search.trim()));
    const has = (sql: string): string => `instr(${foldCaseSql(sql, [search], bindings)}, ${wanted})`;
    const inNext = ['full_name', 'email', 'employee_id'].map((key) => has(`(next->'attributes'->>'${key}')`));
    const called = `outcome = 'created' and ${jsonTextPrefilter('next', search.trim(), bindings)} and (${inNext.join(' or ')})`;
    const rows = await d1.all<{ ordinal: number }>(
      `select ordinal from user_records where sync_id = ${bindings.add(base + (sync.planOf ?? sync.id))}
         and ordinal > ${bindings.add(after)} and (${has('label')} or (${called})) order by ordinal limit ${bindings.add(limit)}`,
      ...bindings.values,
    );
    return rows.map(({ ordinal }) => ordinal);
  }

  return {
    /** People by a part of a name, an e-mail (old ones too) or an employee ID, those that nobody matched included. */
    async people(sync: Sync, search: string, page: { after?: number; limit: number }): Promise<UserRecord[]> {
      const after = page.after ?? -1;
      const [known, strangers] = await Promise.all([
        ofUsers(sync, search),
        ofStrangers(sync, search, after, page.limit),
      ]);
      const ordinals = [...new Set([...known.filter((ordinal) => ordinal > after), ...strangers])];
      return records.pick(sync, ordinals.sort((a, b) => a - b).slice(0, page.limit));
    },
  };
};

/** What one sync did, or would do, with one user. */
export interface UserHistoryEntry {
  sync: Sync;
  ordinal: number;
  outcome: Outcome;
  reason: string | null;
  /** How many attributes changed; a created user's are not counted. */
  changes: number;
  errors: string[];
  hasPayload: boolean;
}

interface HistoryRow {
  sync_id: number;
  ordinal: number;
  outcome: Outcome;
  reason: string | null;
  changes: number;
  errors: string;
  has_payload: number;
}

/** What all syncs of a tenant had to say about one user. */
export const userHistory = (scope: StoreScope) => {
  const { d1, base, tenantId } = scope;
  const records = recordsReader(scope);
  return {
    /** Newest sync first: three reads, however many syncs. @param page.before only older syncs */
    async of(userId: number, page: { before?: number; limit: number }): Promise<UserHistoryEntry[]> {
      const places = await records.placesOf(userId, page);
      if (places.length === 0) return [];
      const asked = places.flatMap(({ syncId, planId, ordinals }) =>
        ordinals.flatMap((ordinal) => [...new Set([syncId, planId])].map((id) => [base + id, ordinal])),
      );
      const [syncs, rows] = await Promise.all([
        d1.all(
          'select * from syncs where id in (select value from json_each(?)) and tenant_id = ?',
          JSON.stringify([...new Set(places.map(({ syncId }) => base + syncId))]),
          tenantId,
        ),
        d1.all<HistoryRow>(
          `select r.sync_id, r.ordinal, r.outcome, r.reason, coalesce(json_array_length(r.changes), 0) as changes,
             coalesce((select json_group_array(e.value->>'code') from json_each(r.errors) e), '[]') as errors,
             r.payload is not null or r.chunk is not null as has_payload
           from json_each(?) a join user_records r on r.sync_id = a.value->>0 and r.ordinal = a.value->>1`,
          JSON.stringify(asked),
        ),
      ]);
      const views = new Map(syncs.map((row) => toSync(row, base)).map((sync) => [sync.id, sync]));
      const at = new Map(rows.map((row) => [`${row.sync_id - base}:${row.ordinal}`, row]));
      return places.flatMap(({ syncId, planId, ordinals }) => {
        const sync = views.get(syncId);
        if (!sync) return [];
        return ordinals.map((ordinal) =>
          historyEntry(sync, ordinal, at.get(`${syncId}:${ordinal}`) ?? at.get(`${planId}:${ordinal}`)),
        );
      });
    },
  };
};

/** A record without a row of its own is a plain unchanged one. */
const historyEntry = (sync: Sync, ordinal: number, row: HistoryRow | undefined): UserHistoryEntry =>
  row
    ? {
        sync,
        ordinal,
        outcome: row.outcome,
        reason: row.reason,
        changes: row.changes,
        errors: JSON.parse(row.errors),
        hasPayload: row.has_payload === 1,
      }
    : { sync, ordinal, outcome: 'skipped', reason: 'unchanged', changes: 0, errors: [], hasPayload: true };
