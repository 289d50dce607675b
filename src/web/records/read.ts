import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import type { RecordView } from '../../store/record-row.ts';
import type { SyncView } from '../../store/sync-row.ts';
import type { HistoryEntry } from '../../store/user-history.ts';
import { readPayload } from '../../syncs/payload-of.ts';
import { pageOf } from '../frame/query.ts';
import { syncsAt, watch } from '../syncs/read.ts';
import { isRunning } from '../syncs/words.ts';
import { type RecordChoice, type RecordPlace, readRecordQuery } from './filter.ts';
import type { RecordList } from './page.tsx';

// A page stays below 100 KB.
const ROWS = 40;
const PLACES = 20;

/** Reads one page of a sync's records as the address asks for it. */
export async function readRecords(c: Context<TenantEnv>, sync: SyncView): Promise<RecordList> {
  const { store } = c.var;
  const { choice, place } = readRecordQuery(c.req.query());
  const [found, watched, definitions, user, unmapped] = await Promise.all([
    find(c, sync, choice, place),
    watch(c, sync),
    store.mappings.definitions(),
    choice.user === undefined ? null : store.users.get(choice.user),
    unmappedOf(c, sync),
  ]);
  // pageOf speaks of lists with the newest on top; here the first is on top, so its two directions change places.
  const { shown, hasEarlier, hasLater } = pageOf(found, ROWS, { before: place.after, after: place.before });
  const base = syncsAt(c);
  return {
    ...watched,
    base,
    at: `${base}/${sync.id}/records`,
    users: `/${store.tenant.slug}/users`,
    settings: `/${store.tenant.slug}/settings`,
    unmapped,
    choice,
    place,
    records: shown,
    previous: hasEarlier,
    next: hasLater,
    attributes: definitions.map(({ key }) => key),
    userName: user?.fullName ?? null,
    now: Date.now(),
  };
}

/** Only a mapping that names tables can miss something in them: for every other sync nothing is read. */
const unmappedOf = async (c: Context<TenantEnv>, sync: SyncView): Promise<UnmappedReport | null> =>
  isRunning(sync) || Object.keys(sync.pinned.tables).length === 0 ? null : c.var.store.unmapped.of(sync);

function find(c: Context<TenantEnv>, sync: SyncView, choice: RecordChoice, place: RecordPlace): Promise<RecordView[]> {
  const { records, recordSearch } = c.var.store;
  const { q, user, ...filter } = choice;
  const page = { ...place, limit: ROWS + 1 };
  if (q !== undefined) return recordSearch.people(sync, q, page);
  return records.list(sync, page, { ...filter, userId: user });
}

/** The payload that a record shows, and which sync it came with. */
export interface ShownPayload {
  text: string;
  /** Set when it is not this sync's own: what an absent user last came with. */
  from: SyncView | null;
}

/** One record with all that its panel shows. */
export interface OpenRecord {
  record: RecordView;
  payload: ShownPayload | null;
  /** Other syncs of this user, newest first. */
  history: HistoryEntry[];
}

/** Reads a record with its payload and its user's history, or null. */
export async function readRecord(c: Context<TenantEnv>, sync: SyncView, ordinal: number): Promise<OpenRecord | null> {
  const { store } = c.var;
  const record = await store.records.get(sync, ordinal);
  if (!record) return null;
  const [own, history] = await Promise.all([
    payloadOf(c, sync, record),
    record.user ? store.userHistory.of(record.user.id, { limit: PLACES }) : [],
  ]);
  const payload = own === null ? await lastSeen(c, sync, record, history) : { text: own, from: null };
  return { record, payload, history };
}

const payloadOf = async (c: Context<TenantEnv>, sync: SyncView, { payload }: RecordView): Promise<string | null> =>
  payload && readPayload(c.var.store, sync, payload);

/** What an absent user last came with: their payload in an earlier sync. */
async function lastSeen(
  c: Context<TenantEnv>,
  sync: SyncView,
  record: RecordView,
  history: readonly HistoryEntry[],
): Promise<ShownPayload | null> {
  if (record.payload !== null || record.removed) return null;
  const before = history.find((entry) => entry.hasPayload && entry.sync.id < sync.id);
  const earlier = before && (await c.var.store.records.get(before.sync, before.ordinal));
  const text = earlier && (await payloadOf(c, before.sync, earlier));
  return text ? { text, from: before.sync } : null;
}
