import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';

const settingsUrl = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/settings`;

export const integrationsUrl = (c: Context<TenantEnv>): string => `${settingsUrl(c)}/integrations`;
export const dataSourceListUrl = (c: Context<TenantEnv>): string => `${integrationsUrl(c)}#data-sources`;
export const dataSourcesUrl = (c: Context<TenantEnv>): string => `${settingsUrl(c)}/data-sources`;
export const tablesUrl = (c: Context<TenantEnv>): string => `${settingsUrl(c)}/tables`;
export const mappingVersionsUrl = (c: Context<TenantEnv>, source: string): string =>
  `${settingsUrl(c)}/mapping/${source}/versions`;
