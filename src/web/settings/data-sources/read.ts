import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { type ConfiguredSource, configuredSources } from '../../../syncs/configure-source.ts';

/** What the page about data sources shows. */
export interface DataSourcesView {
  sources: ConfiguredSource[];
}

export const readDataSources = async (c: Context<TenantEnv>): Promise<DataSourcesView> => ({
  sources: await configuredSources(c.env, c.var.store.tenant),
});
