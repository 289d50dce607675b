import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import type { Fields } from './mapping/form.ts';

/** Where the page is. */
export const integrationsAt = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/settings/integrations`;

/** What a form sent; of a name that came twice the last value, and no files. */
export async function fieldsOf(c: Context<TenantEnv>): Promise<Fields> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
