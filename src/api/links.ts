import type { Context } from 'hono';
import type { TenantEnv } from '../auth/actor.ts';

/** Where the API of a tenant is. */
export const rootOf = (slug: string): string => `/${slug}/api/v1`;

/** The address of a resource of this tenant. */
export const urlOf = (c: Context<TenantEnv>, path: string): string => `${rootOf(c.var.store.tenant.slug)}${path}`;
