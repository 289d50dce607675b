import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import type { UserHistoryEntry } from '../../store/records/reader.ts';
import type { UserRecord } from '../../store/records/stored.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { findPayload } from '../../sync/snapshot/find-payload.ts';
import { slicePage } from '../frame/urls.ts';
import { loadProgress, syncsUrl } from '../syncs/load-syncs.ts';
import { isRunning } from '../syncs/sync-labels.ts';
import { parseRecordQuery, type RecordCursor, type RecordFilterQuery } from './record-filters.tsx';
import type { RecordListData } from './record-list.tsx';

// A page stays below 100 KB.
const PAGE_SIZE = 40;
const MAX_HISTORY = 20;

/** Reads one page of a sync's records as the address asks for it. */
export async function loadRecords(c: Context<TenantEnv>, sync: Sync): Promise<RecordListData> {
  const { store } = c.var;
  const { query, cursor } = parseRecordQuery(c.req.query());
  const [found, watched, definitions, user, unmapped] = await Promise.all([
    findRecords(c, sync, query, cursor),
    loadProgress(c, sync),
    store.mappings.definitions(),
    query.user === undefined ? null : store.users.get(query.user),
    loadUnmapped(c, sync),
  ]);
  const { shown, hasPrevious, hasNext } = slicePage(found, PAGE_SIZE, {
    forward: cursor.after,
    backward: cursor.before,
  });
  const syncsPath = syncsUrl(c);
  return {
    ...watched,
    syncsPath,
    recordsPath: `${syncsPath}/${sync.id}/records`,
    usersPath: `/${store.tenant.slug}/users`,
    settingsPath: `/${store.tenant.slug}/settings`,
    unmapped,
    query,
    cursor,
    records: shown,
    hasPrevious,
    hasNext,
    attributes: definitions.map(({ key }) => key),
    userName: user?.fullName ?? null,
    now: Date.now(),
  };
}

/** Only a mapping that names tables can miss something in them: for every other sync nothing is read. */
const loadUnmapped = async (c: Context<TenantEnv>, sync: Sync): Promise<UnmappedReport | null> =>
  isRunning(sync) || Object.keys(sync.pinned.tables).length === 0 ? null : c.var.store.unmapped.of(sync);

function findRecords(
  c: Context<TenantEnv>,
  sync: Sync,
  query: RecordFilterQuery,
  cursor: RecordCursor,
): Promise<UserRecord[]> {
  const { records, recordSearch } = c.var.store;
  const { q, user, ...filter } = query;
  const page = { ...cursor, limit: PAGE_SIZE + 1 };
  if (q !== undefined) return recordSearch.people(sync, q, page);
  return records.list(sync, page, { ...filter, userId: user });
}

/** The payload that a record shows, and which sync it came with. */
export interface ShownPayload {
  text: string;
  /** Set when it is not this sync's own: what an absent user last came with. */
  from: Sync | null;
}

/** One record with all that its panel shows. */
export interface RecordDetails {
  record: UserRecord;
  payload: ShownPayload | null;
  /** Other syncs of this user, newest first. */
  history: UserHistoryEntry[];
}

/** Reads a record with its payload and its user's history, or null. */
export async function loadRecordDetails(
  c: Context<TenantEnv>,
  sync: Sync,
  ordinal: number,
): Promise<RecordDetails | null> {
  const { store } = c.var;
  const record = await store.records.get(sync, ordinal);
  if (!record) return null;
  const [found, history] = await Promise.all([
    findPayload(store, sync, record),
    record.user ? store.userHistory.of(record.user.id, { limit: MAX_HISTORY }) : [],
  ]);
  const payload = found.ok
    ? { text: found.value.text, from: found.value.sync.id === sync.id ? null : found.value.sync }
    : null;
  return { record, payload, history };
}
