import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';

/** Where the API of a tenant is. */
export const apiRoot = (slug: string): string => `/${slug}/api/v1`;

/** The address of a resource of this tenant. */
export const resourceUrl = (c: Context<TenantEnv>, path: string): string =>
  `${apiRoot(c.var.store.tenant.slug)}${path}`;
