import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import type { FormFields } from '../mapping/fields.ts';

/** Where the page is. */
export const integrationsPath = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/settings/integrations`;

/** What a form sent; of a name that came twice the last value, and no files. */
export async function readFormFields(c: Context<TenantEnv>): Promise<FormFields> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
