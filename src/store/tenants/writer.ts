import { and, eq, lt } from 'drizzle-orm';
import { openDatabase } from '../d1.ts';
import { type Tenant, tenantColumns } from './reader.ts';
import { tenants } from './tables.ts';

/** @returns null when the slug is taken */
export async function createTenant(env: Env, slug: string, name: string, now: number): Promise<Tenant | null> {
  const [created] = await openDatabase(env.DB)
    .insert(tenants)
    .values({ slug, name, createdAt: now, lastSlot: Math.floor(now / 3_600_000) })
    .onConflictDoNothing()
    .returning(tenantColumns);
  return created ?? null;
}

/**
 * A cron tick that comes twice starts one sync.
 * @param slot hours since the epoch
 * @returns true when the slot is due and was not taken yet
 */
export async function claimScheduleSlot(env: Env, tenantId: number, slot: number): Promise<boolean> {
  const { meta } = await openDatabase(env.DB)
    .update(tenants)
    .set({ lastSlot: slot })
    .where(and(eq(tenants.id, tenantId), lt(tenants.lastSlot, slot)));
  return meta.changes === 1;
}

export async function updateTenant(
  env: Env,
  { id, timeZone, intervalHours, settings }: Pick<Tenant, 'id' | 'timeZone' | 'intervalHours' | 'settings'>,
): Promise<void> {
  await openDatabase(env.DB).update(tenants).set({ timeZone, intervalHours, settings }).where(eq(tenants.id, id));
}
