import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { isLocalId } from '../../store/ids.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { coordinatorOf } from '../../syncs/coordinator/coordinator-of.ts';
import { pageOf } from '../frame/query.ts';
import { readSyncQuery, type SyncChoice, storeFilter } from './filter.ts';
import type { SyncList } from './page.tsx';
import type { Watched } from './parts.tsx';
import { isRunning } from './words.ts';

const ROWS = 25;
const BARS = 30;

export const syncsAt = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/syncs`;

/** The sync that an address names, or null. */
export async function syncOf(c: Context<TenantEnv>): Promise<SyncView | null> {
  const id = Number(c.req.param('id'));
  return isLocalId(id) ? c.var.store.syncs.get(id) : null;
}

/** Asks the coordinator how a sync gets on, if it runs. */
export async function watch(c: Context<TenantEnv>, sync: SyncView): Promise<Watched> {
  if (!isRunning(sync)) return { sync, progress: null };
  return { sync, progress: await coordinatorOf(c.env, c.var.store.tenant.id).progress(sync.id) };
}

/** Reads one page of syncs as the address asks for it. */
export async function readSyncs(c: Context<TenantEnv>): Promise<SyncList> {
  const { store } = c.var;
  const { choice, place } = readSyncQuery(c.req.query());
  const [found, newest, admins, source, saved] = await Promise.all([
    find(c, choice, place),
    store.syncs.list({ limit: BARS }),
    store.admins.list(),
    store.dataSources.enabledPull(),
    store.savedFilters.list('syncs'),
  ]);
  const { shown, hasEarlier, hasLater } = pageOf(found, ROWS, place);
  return {
    base: syncsAt(c),
    choice,
    place,
    rows: await Promise.all(shown.map((sync) => watch(c, sync))),
    newer: hasEarlier,
    older: hasLater,
    newest,
    saved,
    people: admins.map(({ email }) => email),
    hasSource: source !== null,
    now: Date.now(),
  };
}

async function find(c: Context<TenantEnv>, choice: SyncChoice, place: SyncList['place']): Promise<SyncView[]> {
  const { syncs } = c.var.store;
  if (choice.id === undefined) return syncs.list({ ...place, limit: ROWS + 1 }, storeFilter(choice));
  const one = await syncs.get(choice.id);
  return one ? [one] : [];
}
