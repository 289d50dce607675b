import { and, asc, desc, eq, gt, inArray, lt, or, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';
import { findOrdinals } from '../../domain/sync/snapshot-index.ts';
import { inList } from '../columns.ts';
import { bucketOf, ID_SPAN } from '../ids.ts';
import type { StoreScope } from '../scope.ts';
import { type Sync, syncColumns } from '../syncs/reader.ts';
import { syncs } from '../syncs/tables.ts';
import { foldCase, foldCaseSql, jsonTextPrefilter } from '../text-search.ts';
import { type UserLabel, usersReader } from '../users/reader.ts';
import { REMOVED_MESSAGE } from './erasure.ts';
import { type RecordFilter, type StoredRecord, storedRecords } from './stored.ts';
import { recordBuckets, stepMarkers, userRecords } from './tables.ts';

export interface UserRecord extends Omit<StoredRecord, 'userId' | 'handover'> {
  /** Null when nobody matched or the user was not made. */
  user: UserLabel | null;
  /** This record was written to users. */
  persisted: boolean;
  /** The user's personal data was removed, and what was personal here with it. */
  removed: boolean;
}

export interface UserHistoryEntry extends Pick<UserRecord, 'ordinal' | 'outcome' | 'reason'> {
  sync: Sync;
  /** How many; a created user's are not counted. */
  changes: number;
  /** Their codes. */
  errors: string[];
  hasPayload: boolean;
}

/** Where a user is in a sync, and in the one whose plan it applied. */
export interface UserPlace {
  syncId: number;
  planId: number;
  ordinals: number[];
}

/** More users than these matching a search are too many to look at: the search wants another letter. */
const MAX_USERS_SEARCHED = 50;

const errorCodesSchema = z.array(z.string());
const historyColumns = {
  syncId: userRecords.syncId,
  ordinal: userRecords.ordinal,
  outcome: userRecords.outcome,
  reason: userRecords.reason,
  changes: sql`coalesce(json_array_length(${userRecords.changes}), 0)`.mapWith(Number).as('changes'),
  errors: sql`coalesce((select json_group_array(e.value->>'code') from json_each(${userRecords.errors}) e), '[]')`
    .mapWith((text: string) => errorCodesSchema.parse(JSON.parse(text)))
    .as('errors'),
  hasPayload: sql`${userRecords.payload} is not null or ${userRecords.chunk} is not null`
    .mapWith(Boolean)
    .as('has_payload'),
};

export const recordsReader = (scope: StoreScope) => {
  const { db, rowId, tenantId } = scope;
  const users = usersReader(scope);
  const { listRows, listRowsBefore, listWithPacked, listWithPackedBefore, readAt } = storedRecords(scope);
  const planId = (sync: Sync) => rowId(sync.planOf ?? sync.id);

  return { list, get, pick, search, listPlaces, listHistory, applyProgress };

  /**
   * In order of the snapshot; absent users last.
   * @param page.after only later ordinals @param page.before only earlier ones, the nearest
   */
  async function list(
    sync: Sync,
    page: { after?: number; before?: number; limit: number },
    filter: RecordFilter = {},
  ): Promise<UserRecord[]> {
    const { after = -1, before, limit } = page;
    if (filter.userId !== undefined) {
      const found = await findUser(sync, filter.userId);
      return complete(
        sync,
        found.filter((record) => record.ordinal > after && passesFilter(record, filter)).slice(0, limit),
      );
    }
    const skippedOnly = filter.outcome === 'skipped';
    // Only skipped records may lie in packs.
    if (filter.changed || filter.error || (filter.outcome && !skippedOnly)) {
      return complete(
        sync,
        before === undefined
          ? await listRows(sync, after, limit, filter)
          : await listRowsBefore(sync, before, limit, filter),
      );
    }
    return complete(
      sync,
      before === undefined
        ? await listWithPacked(sync, after, limit, skippedOnly)
        : await listWithPackedBefore(sync, before, limit, skippedOnly),
    );
  }

  async function get(sync: Sync, ordinal: number): Promise<UserRecord | null> {
    const [record] = await pick(sync, [ordinal]);
    return record ?? null;
  }

  /** In order of ordinal. */
  async function pick(sync: Sync, ordinals: readonly number[]): Promise<UserRecord[]> {
    return ordinals.length === 0 ? [] : complete(sync, await readAt(sync, ordinals));
  }

  async function complete(sync: Sync, records: readonly StoredRecord[]): Promise<UserRecord[]> {
    const ids = [...new Set(records.flatMap(({ userId }) => userId ?? []))];
    const [{ labels, removed }, progress] = await Promise.all([
      users.labels(ids),
      sync.persisted ? applyProgress(sync.id) : null,
    ]);
    const except = new Set(sync.pinned.except);
    return records.map(({ userId, handover, ...record }) => ({
      ...(userId !== null && removed.has(userId) ? withoutPersonalData(record) : { ...record, removed: false }),
      user: (userId !== null && labels.get(userId)) || null,
      persisted:
        progress !== null &&
        (userId === null || !except.has(userId)) &&
        isWritten(sync, { ...record, handover }, progress),
    }));
  }

  /** Up to which ordinal a sync has applied its plan, by step. */
  async function applyProgress(syncId: number): Promise<ApplyProgress> {
    const rows = await db
      .select({
        step: stepMarkers.step,
        end: sql`max(${stepMarkers.firstOrdinal} + ${stepMarkers.records})`.mapWith(Number).as('end'),
      })
      .from(stepMarkers)
      .where(and(eq(stepMarkers.syncId, rowId(syncId)), inArray(stepMarkers.step, ['write', 'end', 'handovers'])))
      .groupBy(stepMarkers.step);
    const progress = new Map(rows.map(({ step, end }) => [step, end]));
    return {
      write: progress.get('write') ?? 0,
      end: progress.get('end') ?? 0,
      handovers: (progress.get('handovers') ?? 0) > 0,
    };
  }

  async function findUser(sync: Sync, userId: number): Promise<StoredRecord[]> {
    const bucket = await db
      .select({ pack: recordBuckets.pack })
      .from(recordBuckets)
      .where(and(eq(recordBuckets.bucket, bucketOf(tenantId, userId)), eq(recordBuckets.syncId, planId(sync))))
      .get();
    return bucket ? readAt(sync, findOrdinals(bucket.pack, userId)) : [];
  }

  /** Newest first. @param page.before only older syncs */
  async function listPlaces(userId: number, page: { before?: number; limit: number }): Promise<UserPlace[]> {
    const places: UserPlace[] = [];
    let before = page.before ?? ID_SPAN;
    // A bucket is shared by many: a row of it may have nothing of this user, and then the next ones are looked at.
    for (;;) {
      const found = await db
        .select({
          syncId: syncs.id,
          planId: recordBuckets.syncId,
          pack: recordBuckets.pack,
        })
        .from(recordBuckets)
        .innerJoin(syncs, or(eq(syncs.id, recordBuckets.syncId), eq(syncs.planOf, recordBuckets.syncId)))
        .where(
          and(
            eq(recordBuckets.bucket, bucketOf(tenantId, userId)),
            lt(syncs.id, scope.base + before),
            eq(syncs.tenantId, tenantId),
          ),
        )
        .orderBy(desc(syncs.id))
        .limit(page.limit * 4);
      for (const { syncId, planId, pack } of found) {
        before = syncId;
        const ordinals = findOrdinals(pack, userId);
        if (ordinals.length > 0) places.push({ syncId, planId, ordinals });
        if (places.length === page.limit) return places;
      }
      if (found.length < page.limit * 4) return places;
    }
  }

  /** Newest first, in three reads, however many syncs. @param page.before only older syncs */
  async function listHistory(userId: number, page: { before?: number; limit: number }): Promise<UserHistoryEntry[]> {
    const places = await listPlaces(userId, page);
    if (places.length === 0) return [];
    const wanted = places.flatMap(({ syncId, planId, ordinals }) =>
      ordinals.flatMap((ordinal) => [...new Set([syncId, planId])].map((id) => [rowId(id), ordinal])),
    );
    const [found, rows] = await Promise.all([
      db
        .select(syncColumns)
        .from(syncs)
        .where(
          and(
            inList(
              syncs.id,
              places.map(({ syncId }) => rowId(syncId)),
            ),
            eq(syncs.tenantId, tenantId),
          ),
        ),
      db
        .select(historyColumns)
        .from(sql`json_each(${JSON.stringify(wanted)}) wanted`)
        .innerJoin(
          userRecords,
          and(eq(userRecords.syncId, sql`wanted.value->>0`), eq(userRecords.ordinal, sql`wanted.value->>1`)),
        ),
    ]);
    const syncById = new Map(found.map((sync) => [sync.id, sync]));
    const rowAt = new Map(rows.map(({ syncId, ...row }) => [`${syncId}:${row.ordinal}`, row]));
    return places.flatMap(({ syncId, planId, ordinals }) => {
      const sync = syncById.get(syncId);
      if (!sync) return [];
      return ordinals.map((ordinal) => ({
        sync,
        ...(rowAt.get(`${syncId}:${ordinal}`) ?? rowAt.get(`${planId}:${ordinal}`) ?? unchanged(ordinal)),
      }));
    });
  }

  /** By a part of a name, an e-mail (old ones too) or an employee ID; people whom nobody matched included. */
  async function search(sync: Sync, text: string, page: { after?: number; limit: number }): Promise<UserRecord[]> {
    const after = page.after ?? -1;
    const [matched, unmatched] = await Promise.all([
      searchUsers(sync, text),
      searchUnmatched(sync, text, after, page.limit),
    ]);
    const ordinals = [...new Set([...matched.filter((ordinal) => ordinal > after), ...unmatched])];
    return pick(sync, ordinals.sort((a, b) => a - b).slice(0, page.limit));
  }

  async function searchUsers(sync: Sync, text: string): Promise<number[]> {
    const found = await users.list({ limit: MAX_USERS_SEARCHED }, { search: text });
    if (found.length === 0) return [];
    const buckets = await db
      .select({ bucket: recordBuckets.bucket, pack: recordBuckets.pack })
      .from(recordBuckets)
      .where(
        and(
          inList(
            recordBuckets.bucket,
            found.map(({ id }) => bucketOf(tenantId, id)),
          ),
          eq(recordBuckets.syncId, planId(sync)),
        ),
      );
    const packs = new Map(buckets.map(({ bucket, pack }) => [bucket, pack]));
    return found.flatMap(({ id }) => findOrdinals(packs.get(bucketOf(tenantId, id)) ?? '', id));
  }

  /**
   * Where people are whom nobody matched, by the name and e-mail that their payload gave. A created record keeps them in
   * what it will write; looking at that as text first spares most rows their JSON.
   */
  async function searchUnmatched(sync: Sync, text: string, after: number, limit: number): Promise<number[]> {
    const { label, next, ordinal, outcome, syncId } = userRecords;
    const wanted = foldCase(text.trim());
    const has = (value: SQLWrapper) => sql`instr(${foldCaseSql(value, [text])}, ${wanted})`;
    const inNext = ['full_name', 'email', 'employee_id'].map((key) => has(sql`(${next}->'attributes'->>${key})`));
    const rows = await db
      .select({ ordinal })
      .from(userRecords)
      .where(
        and(
          eq(syncId, planId(sync)),
          gt(ordinal, after),
          or(has(label), and(eq(outcome, 'created'), jsonTextPrefilter(next, text.trim()), or(...inNext))),
        ),
      )
      .orderBy(asc(ordinal))
      .limit(limit);
    return rows.map((row) => row.ordinal);
  }
};

interface ApplyProgress {
  write: number;
  end: number;
  handovers: boolean;
}

function isWritten(
  sync: Sync,
  record: Pick<StoredRecord, 'ordinal' | 'outcome' | 'handover'>,
  progress: ApplyProgress,
) {
  if (record.outcome === 'terminated') return record.ordinal < progress.end;
  if (record.outcome === 'failed') return false;
  if (record.handover) return progress.handovers;
  return sync.state === 'completed' || record.ordinal < progress.write;
}

/** Hides personal data from the moment at which the user's row is cleared, before the stored bytes are. */
const withoutPersonalData = <Row extends Pick<UserRecord, 'label' | 'changes' | 'errors' | 'payload'>>(
  record: Row,
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

/** A record without a row of its own. */
const unchanged = (ordinal: number): Omit<UserHistoryEntry, 'sync'> => ({
  ordinal,
  outcome: 'skipped',
  reason: 'unchanged',
  changes: 0,
  errors: [],
  hasPayload: true,
});
