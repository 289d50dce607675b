import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import type { UserHistoryEntry, UserRecord } from '../../store/records/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { type FoundPayload, findPayload } from '../../sync/snapshot/find-payload.ts';
import { slicePage } from '../frame/urls.ts';
import { loadProgress, syncsUrl } from '../syncs/load-syncs.ts';
import { isRunning } from '../syncs/sync-labels.ts';
import { parseRecordQuery, type RecordCursor, type RecordFilterQuery } from './record-filters.tsx';
import type { RecordListData } from './record-list.tsx';

// Keeps a page below 100 KB.
const PAGE_SIZE = 40;
const MAX_HISTORY = 20;

export async function loadRecords(c: Context<TenantEnv>, sync: Sync): Promise<RecordListData> {
  const { store } = c.var;
  const { query, cursor } = parseRecordQuery(c.req.query());
  const [found, syncWithProgress, definitions, user, unmapped] = await Promise.all([
    findRecords(c, sync, query, cursor),
    loadProgress(c, sync),
    store.mappings.definitions(),
    query.user === undefined ? null : store.users.get(query.user),
    loadUnmapped(c, sync),
  ]);
  const syncsPath = syncsUrl(c);
  return {
    ...syncWithProgress,
    syncsPath,
    recordsPath: `${syncsPath}/${sync.id}/records`,
    settingsPath: `/${store.tenant.slug}/settings`,
    unmapped,
    query,
    cursor,
    ...slicePage(found, PAGE_SIZE, { forward: cursor.after, backward: cursor.before }),
    customAttributes: definitions.map(({ key }) => key),
    userName: user?.fullName ?? null,
  };
}

/** A mapping without value tables cannot have unmapped values. */
async function loadUnmapped(c: Context<TenantEnv>, sync: Sync): Promise<UnmappedReport | null> {
  const usesTables = Object.keys(sync.pinned.tables).length > 0;
  return usesTables && !isRunning(sync) ? c.var.store.plans.unmapped(sync) : null;
}

function findRecords(
  c: Context<TenantEnv>,
  sync: Sync,
  query: RecordFilterQuery,
  cursor: RecordCursor,
): Promise<UserRecord[]> {
  const { records } = c.var.store;
  const { q, user, ...filter } = query;
  const page = { ...cursor, limit: PAGE_SIZE + 1 };
  if (q !== undefined) return records.search(sync, q, page);
  return records.list(sync, page, { ...filter, userId: user });
}

export interface RecordDetails {
  record: UserRecord;
  /** For an absent user the last one received, by an earlier sync; null when none is stored. */
  payload: FoundPayload | null;
  /** Over all syncs, newest first. */
  history: UserHistoryEntry[];
}

export async function loadRecordDetails(
  c: Context<TenantEnv>,
  sync: Sync,
  ordinal: number,
): Promise<RecordDetails | null> {
  const { store } = c.var;
  const record = await store.records.get(sync, ordinal);
  if (!record) return null;
  const [payload, history] = await Promise.all([
    findPayload(store, sync, record),
    record.user ? store.records.listHistory(record.user.id, { limit: MAX_HISTORY }) : [],
  ]);
  return { record, payload: payload.ok ? payload.value : null, history };
}
