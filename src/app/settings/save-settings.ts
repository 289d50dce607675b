import { scheduleSlotAt } from '../../domain/sync/schedule.ts';
import { type AllSettings, applySettingsChange, type SettingsChange } from '../../domain/sync/settings.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { claimScheduleSlot, updateTenant } from '../../store/tenants/writer.ts';

export const tenantSettings = ({ intervalHours, timeZone, settings }: Tenant): AllSettings => ({
  interval_hours: intervalHours,
  time_zone: timeZone,
  ...settings,
});

/** What the patch leaves out stays. @returns all settings after it */
export async function saveSettings(env: Env, tenant: Tenant, change: SettingsChange, by: string): Promise<AllSettings> {
  if (Object.keys(change).length === 0) return tenantSettings(tenant);
  const now = Date.now();
  const after = applySettingsChange(tenantSettings(tenant), change);
  const { interval_hours, time_zone, ...settings } = after;
  await updateTenant(env, { id: tenant.id, intervalHours: interval_hours, timeZone: time_zone, settings });
  // A new interval begins with its next slot: the current one must not start a sync at once.
  if (interval_hours !== null && interval_hours !== tenant.intervalHours) {
    await claimScheduleSlot(env, tenant.id, scheduleSlotAt(interval_hours, now));
  }
  const { audit } = openTenantForWriting(env, tenant);
  await audit.record(by, 'settings_saved', { changed: Object.keys(change).join(', ') }, now);
  return after;
}
