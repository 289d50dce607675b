import { scheduleSlotAt } from '../../domain/sync/schedule.ts';
import { type AllSettings, applySettingsChange, type SettingsChange } from '../../domain/sync/settings.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { claimScheduleSlot, updateTenant } from '../../store/tenants/writer.ts';

/** Everything that a tenant can set about itself, in one piece. */
export const tenantSettings = ({ intervalHours, timeZone, settings }: Tenant): AllSettings => ({
  interval_hours: intervalHours,
  time_zone: timeZone,
  ...settings,
});

/** Changes settings: what the change names is replaced, all else stays. @returns all of them after it */
export async function saveSettings(env: Env, tenant: Tenant, change: SettingsChange, by: string): Promise<AllSettings> {
  if (Object.keys(change).length === 0) return tenantSettings(tenant);
  const now = Date.now();
  const after = applySettingsChange(tenantSettings(tenant), change);
  const { interval_hours, time_zone, ...settings } = after;
  await updateTenant(env, { id: tenant.id, intervalHours: interval_hours, timeZone: time_zone, settings });
  // Another rhythm begins with its next run: the slot that lies behind must not start a sync at once.
  if (interval_hours !== null && interval_hours !== tenant.intervalHours) {
    await claimScheduleSlot(env, tenant.id, scheduleSlotAt(interval_hours, now));
  }
  await openTenantForWriting(env, tenant).audit.record(
    by,
    'settings_saved',
    { changed: Object.keys(change).join(', ') },
    now,
  );
  return after;
}
