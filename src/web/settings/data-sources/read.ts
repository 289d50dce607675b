import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { SOURCE_KINDS } from '../../../domain/sync/words.ts';
import type { SourceStanding } from '../../../store/source-standing.ts';
import { type ConfiguredSource, configuredSources } from '../../../syncs/sources/configure-source.ts';
import { countOrphans } from '../../../syncs/users/decide-orphans.ts';

/** A kind of data source, as its card shows it. */
export interface SourceCard {
  kind: string;
  /** Null: not set up. */
  source: ConfiguredSource | null;
  standing: SourceStanding | null;
}

/** What the page about data sources shows. */
export interface DataSourcesView {
  /** `/{tenant}/settings/data-sources`. */
  at: string;
  /** `/{tenant}/syncs`. */
  syncs: string;
  cards: SourceCard[];
  orphans: number;
  now: number;
}

export const sourcesAt = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/settings/data-sources`;

/** Where all of them are listed. */
export const sourceListAt = (c: Context<TenantEnv>): string =>
  `/${c.var.store.tenant.slug}/settings/integrations#data-sources`;

export async function readDataSources(c: Context<TenantEnv>): Promise<DataSourcesView> {
  const { store } = c.var;
  const [configured, orphans] = await Promise.all([configuredSources(c.env, store.tenant), countOrphans(store)]);
  const cards = SOURCE_KINDS.map(async (kind) => {
    const source = configured.find((one) => one.kind === kind) ?? null;
    return { kind, source, standing: source && (await store.sourceStanding.of(kind)) };
  });
  return {
    at: sourcesAt(c),
    syncs: `/${store.tenant.slug}/syncs`,
    cards: await Promise.all(cards),
    orphans,
    now: Date.now(),
  };
}
