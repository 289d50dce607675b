import type { Context } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import type { SyncView } from '../../../../store/sync-row.ts';
import { syncOf, syncsAt, watch } from '../../../syncs/read.ts';
import { integrationsAt } from '../address.ts';
import { type PreviewView, SHOWN_OUTCOMES } from './preview.tsx';

const PEOPLE = 5;
const CHANGED = 'changed:';

/** Reads what a preview found, as far as it is. */
export async function readPreview(c: Context<TenantEnv>, sync: SyncView): Promise<PreviewView> {
  const { settling } = c.var.store;
  const view = { base: integrationsAt(c), syncs: syncsAt(c), now: Date.now() };
  if (sync.state !== 'completed') return { ...view, ...(await watch(c, sync)), changed: [], first: [] };
  const [{ tally }, first] = await Promise.all([settling.totals(sync.id), firstPeople(c, sync)]);
  const changed = Object.entries(tally)
    .flatMap(([key, people]) =>
      key.startsWith(CHANGED) && people > 0 ? [[key.slice(CHANGED.length), people] as const] : [],
    )
    .sort(([, a], [, b]) => b - a);
  return { ...view, sync, progress: null, changed, first };
}

async function firstPeople(c: Context<TenantEnv>, sync: SyncView): Promise<PreviewView['first']> {
  const there = SHOWN_OUTCOMES.filter((outcome) => sync.counts[outcome] > 0);
  return Promise.all(
    there.map(async (outcome) => ({
      outcome,
      records: await c.var.store.records.list(sync, { limit: PEOPLE }, { outcome }),
    })),
  );
}

/** The preview that an address names, or null. */
export async function previewOf(c: Context<TenantEnv>): Promise<SyncView | null> {
  const sync = await syncOf(c);
  return sync?.trigger === 'preview' ? sync : null;
}
