import type { Context } from 'hono';
import { type ConfiguredSource, readConfiguredSources } from '../../../app/data-sources/configure-source.ts';
import { countOrphans } from '../../../app/users/decide-orphans.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { SOURCE_KINDS } from '../../../domain/shared/source-kinds.ts';
import type { SourceHealth } from '../../../store/syncs/source-health.ts';

/** A kind of data source, as its card shows it. */
export interface SourceSummary {
  kind: string;
  /** Null: not set up. */
  source: ConfiguredSource | null;
  standing: SourceHealth | null;
}

/** What the page about data sources shows. */
export interface DataSourcesView {
  /** `/{tenant}/settings/data-sources`. */
  at: string;
  /** `/{tenant}/syncs`. */
  syncs: string;
  cards: SourceSummary[];
  orphans: number;
  now: number;
}

export const dataSourcesPath = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/settings/data-sources`;

/** Where all of them are listed. */
export const dataSourceListPath = (c: Context<TenantEnv>): string =>
  `/${c.var.store.tenant.slug}/settings/integrations#data-sources`;

export async function readDataSources(c: Context<TenantEnv>): Promise<DataSourcesView> {
  const { store } = c.var;
  const [configured, orphans] = await Promise.all([readConfiguredSources(c.env, store.tenant), countOrphans(store)]);
  const cards = SOURCE_KINDS.map(async (kind) => {
    const source = configured.find((one) => one.kind === kind) ?? null;
    return { kind, source, standing: source && (await store.sourceHealth.of(kind)) };
  });
  return {
    at: dataSourcesPath(c),
    syncs: `/${store.tenant.slug}/syncs`,
    cards: await Promise.all(cards),
    orphans,
    now: Date.now(),
  };
}
