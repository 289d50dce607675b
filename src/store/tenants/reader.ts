import { asc, eq } from 'drizzle-orm';
import { openDatabase } from '../d1.ts';
import { tenants } from './tables.ts';

export const tenantColumns = {
  id: tenants.id,
  slug: tenants.slug,
  name: tenants.name,
  timeZone: tenants.timeZone,
  intervalHours: tenants.intervalHours,
  settings: tenants.settings,
};

export type Tenant = Pick<typeof tenants.$inferSelect, keyof typeof tenantColumns>;

export async function findTenant(env: Env, slug: string): Promise<Tenant | null> {
  const found = await openDatabase(env.DB).select(tenantColumns).from(tenants).where(eq(tenants.slug, slug)).get();
  return found ?? null;
}

/** The one query that spans tenants, for cron. */
export const listTenants = (env: Env): Promise<Tenant[]> =>
  openDatabase(env.DB).select(tenantColumns).from(tenants).orderBy(asc(tenants.id));
