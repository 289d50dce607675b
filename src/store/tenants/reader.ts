import { parseTenantSettings, type TenantSettings } from '../../domain/sync/settings.ts';

/** One company's instance. */
export interface Tenant {
  id: number;
  slug: string;
  name: string;
  timeZone: string;
  intervalHours: number | null;
  settings: TenantSettings;
}

interface TenantRow {
  id: number;
  slug: string;
  name: string;
  time_zone: string;
  interval_hours: number | null;
  settings: string;
}

const COLUMNS = 'id, slug, name, time_zone, interval_hours, settings';

const fromRow = (row: TenantRow): Tenant => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  timeZone: row.time_zone,
  intervalHours: row.interval_hours,
  settings: parseTenantSettings(JSON.parse(row.settings)),
});

/** The tenant at a URL's first segment, or null. */
export async function findTenant(env: Env, slug: string): Promise<Tenant | null> {
  const row = await env.DB.prepare(`select ${COLUMNS} from tenants where slug = ?`).bind(slug).first<TenantRow>();
  return row && fromRow(row);
}

/** Every tenant: the one query that spans tenants, for cron. */
export async function listTenants(env: Env): Promise<Tenant[]> {
  const { results } = await env.DB.prepare(`select ${COLUMNS} from tenants order by id`).all<TenantRow>();
  return results.map(fromRow);
}

/** Makes a tenant; null when the slug is taken. */
export async function createTenant(env: Env, slug: string, name: string, now: number): Promise<Tenant | null> {
  const row = await env.DB.prepare(
    `insert into tenants (slug, name, created_at, last_slot) values (?, ?, ?, ?) on conflict do nothing returning ${COLUMNS}`,
  )
    .bind(slug, name, now, Math.floor(now / 3_600_000))
    .first<TenantRow>();
  return row && fromRow(row);
}

/**
 * Takes a slot of the schedule for a tenant, so that a cron tick that comes twice starts one sync.
 * @returns true when the slot is due and was not taken yet
 */
export async function claimScheduleSlot(env: Env, tenantId: number, slot: number): Promise<boolean> {
  const result = await env.DB.prepare(`update tenants set last_slot = ?2 where id = ?1 and last_slot < ?2`)
    .bind(tenantId, slot)
    .run();
  return result.meta.changes === 1;
}

/** Changes what a tenant keeps as settings. */
export async function updateTenant(
  env: Env,
  tenant: Pick<Tenant, 'id' | 'timeZone' | 'intervalHours' | 'settings'>,
): Promise<void> {
  await env.DB.prepare('update tenants set time_zone = ?, interval_hours = ?, settings = ? where id = ?')
    .bind(tenant.timeZone, tenant.intervalHours, JSON.stringify(tenant.settings), tenant.id)
    .run();
}
