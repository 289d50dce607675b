import { localDay, scheduledSyncMode, scheduleSlotAt } from '../domain/sync/schedule.ts';
import { sourceOf } from '../sources/registry.ts';
import { openTenant } from '../store/open.ts';
import { openTenantForWriting } from '../store/open-for-writing.ts';
import { listTenants, type Tenant } from '../store/tenants/reader.ts';
import { claimScheduleSlot } from '../store/tenants/writer.ts';
import { coordinatorOf } from '../sync/coordinator/stub.ts';
import { deprovisionUsers } from '../sync/retention/deprovision.ts';
import { announceWrappers, deployedWrappers } from './data-sources/wrappers.ts';
import { pinEnabledSource, pinTenantSettings } from './syncs/pin-settings.ts';
import { startSync } from './syncs/start-sync.ts';

export async function runCron(env: Env, now: number): Promise<void> {
  // Awaited after the syncs, so that a wrapper that does not answer delays none.
  const wrappers = deployedWrappers(env);
  for (const tenant of await listTenants(env)) {
    try {
      // The due sync first: while leavers run it would miss its slot, and they can wait for the next tick.
      await startDueSync(env, tenant, now);
      await startLeavers(env, tenant, now);
      await deprovisionUsers(env, tenant, now);
      await announceWrappers(env, tenant, await wrappers, now);
    } catch (breakage) {
      console.error(JSON.stringify({ at: 'tick', tenant: tenant.id, breakage: String(breakage) }));
    }
  }
}

/** Once a day: terminates users whose termination date has passed. */
async function startLeavers(env: Env, tenant: Tenant, now: number): Promise<void> {
  const store = openTenantForWriting(env, tenant);
  const today = localDay(tenant.timeZone, now);
  if (!(await store.users.hasLeavers(today, tenant.settings.access_ends))) return;
  const coordinator = coordinatorOf(env, tenant.id);
  if ((await coordinator.runningSync()) !== null || (await store.syncs.hasDecidedLeavers(today))) return;
  const pinned = await pinEnabledSource(store, tenant);
  // Access ends by date even if every data source is off: any one will do, since nothing is read from it.
  const [source] = pinned.ok ? [] : await store.dataSources.list();
  await coordinator.start(tenant.id, {
    trigger: 'schedule',
    scope: 'leavers',
    persisted: true,
    createdBy: 'System',
    step: 'leavers',
    pinned: { ...(pinned.ok ? pinned.value : pinTenantSettings(tenant, source?.kind ?? 'custom', 0)), today },
  });
}

async function startDueSync(env: Env, tenant: Tenant, now: number): Promise<void> {
  if (tenant.intervalHours === null) return;
  if (!(await claimScheduleSlot(env, tenant.id, scheduleSlotAt(tenant.intervalHours, now)))) return;
  const store = openTenant(env, tenant);
  const source = await store.dataSources.enabledPull();
  if (!source || sourceOf(source.kind)?.takesOnlyUploads(source.settings)) return;
  const persist = scheduledSyncMode(source) === 'write';
  await startSync(env, tenant, { trigger: 'schedule', persist, createdBy: 'System' });
}
