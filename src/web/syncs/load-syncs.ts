import type { Context } from 'hono';
import { readProgress } from '../../app/syncs/read-sync.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { parseIdParam, slicePage } from '../frame/urls.ts';
import { parseSyncQuery, type SyncFilterQuery, toStoreFilter } from './sync-filters.tsx';
import type { SyncListData } from './sync-list.tsx';
import type { SyncWithProgress } from './sync-row.tsx';

const PAGE_SIZE = 25;
const CHART_SYNCS = 30;

export const syncsUrl = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/syncs`;

export async function findSync(c: Context<TenantEnv>): Promise<Sync | null> {
  const id = parseIdParam(c);
  return id === null ? null : c.var.store.syncs.get(id);
}

/** The coordinator has the progress of a running sync. */
export async function loadProgress(c: Context<TenantEnv>, sync: Sync): Promise<SyncWithProgress> {
  return { sync, progress: await readProgress(c.env, c.var.store.tenant, sync) };
}

export async function loadSyncs(c: Context<TenantEnv>): Promise<SyncListData> {
  const { store } = c.var;
  const { query, cursor } = parseSyncQuery(c.req.query());
  const [found, newest, admins, source, saved] = await Promise.all([
    findSyncs(c, query, cursor),
    store.syncs.list({ limit: CHART_SYNCS }),
    store.admins.list(),
    store.dataSources.enabledPull(),
    store.savedFilters.list('syncs'),
  ]);
  const { rows, previous, next } = slicePage(found, PAGE_SIZE, {
    forward: cursor.before,
    backward: cursor.after,
  });
  return {
    syncsPath: syncsUrl(c),
    settingsPath: `/${store.tenant.slug}/settings`,
    query,
    cursor,
    rows: await Promise.all(rows.map((sync) => loadProgress(c, sync))),
    newer: previous,
    older: next,
    newest,
    saved,
    creators: admins.map(({ email }) => email),
    hasSource: source !== null,
  };
}

async function findSyncs(
  c: Context<TenantEnv>,
  query: SyncFilterQuery,
  cursor: SyncListData['cursor'],
): Promise<Sync[]> {
  const { syncs } = c.var.store;
  if (query.id === undefined) return syncs.list({ ...cursor, limit: PAGE_SIZE + 1 }, toStoreFilter(query));
  const sync = await syncs.get(query.id);
  return sync ? [sync] : [];
}
