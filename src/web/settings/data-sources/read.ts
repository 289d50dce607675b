import type { Context } from 'hono';
import { type ConfiguredSource, readConfiguredSources } from '../../../app/data-sources/configure-source.ts';
import { countOrphans } from '../../../app/users/decide-orphans.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { SOURCE_KINDS } from '../../../domain/shared/source-kinds.ts';
import type { SourceHealth } from '../../../store/syncs/source-health.ts';
import { syncsUrl } from '../../syncs/load-syncs.ts';
import { dataSourcesUrl, integrationsUrl } from '../shared/urls.ts';

export interface SourceSummary {
  kind: string;
  source: ConfiguredSource | null;
  health: SourceHealth | null;
}

export interface DataSourcesView {
  baseUrl: string;
  uploadUrl: string;
  syncsUrl: string;
  cards: SourceSummary[];
  /** Number of active users that only a disabled source sent. */
  orphans: number;
}

export async function readDataSources(c: Context<TenantEnv>): Promise<DataSourcesView> {
  const { store } = c.var;
  const [configured, orphans] = await Promise.all([readConfiguredSources(c.env, store.tenant), countOrphans(store)]);
  const cards = SOURCE_KINDS.map(async (kind) => {
    const source = configured.find((source) => source.kind === kind) ?? null;
    return { kind, source, health: source && (await store.sourceHealth.get(kind)) };
  });
  return {
    baseUrl: dataSourcesUrl(c),
    uploadUrl: `${integrationsUrl(c)}/upload`,
    syncsUrl: syncsUrl(c),
    cards: await Promise.all(cards),
    orphans,
  };
}
