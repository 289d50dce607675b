import { dayIn, scheduleMay, slotAt } from '../domain/sync/schedule.ts';
import { sourceOf } from '../sources/registry.ts';
import { openTenant } from '../store/open.ts';
import { claimSlot, listTenants, type Tenant } from '../store/tenants.ts';
import { coordinatorOf } from './coordinator/coordinator-of.ts';
import { announceWrappers, listedWrappers } from './sources/wrappers.ts';
import { pin, pinnedTo, startSync } from './start.ts';
import { deprovision } from './users/deprovision.ts';

/** What cron does for every tenant: people whose last day has passed, data that is kept no longer, due syncs, and news. */
export async function tick(env: Env, now: number): Promise<void> {
  // One that does not answer is waited for, but keeps no sync waiting.
  const wrappers = listedWrappers(env);
  for (const tenant of await listTenants(env)) {
    try {
      // The sync first: it would not run beside the other, and misses its slot; people who leave wait for the next tick.
      await startDue(env, tenant, now);
      await endLeavers(env, tenant, now);
      await deprovision(env, tenant, now);
      await announceWrappers(env, tenant, await wrappers, now);
    } catch (breakage) {
      // One tenant's trouble is not the next one's.
      console.error(JSON.stringify({ at: 'tick', tenant: tenant.id, breakage: String(breakage) }));
    }
  }
}

async function endLeavers(env: Env, tenant: Tenant, now: number): Promise<void> {
  const store = openTenant(env, tenant);
  const today = dayIn(tenant.timeZone, now);
  if (!(await store.leavers.any(today, tenant.settings.access_ends))) return;
  const coordinator = coordinatorOf(env, tenant.id);
  if ((await coordinator.busy()) !== null || (await store.syncHistory.leaversDecided(today))) return;
  const pinned = await pin(store, tenant);
  // Access ends by date also when every data source is off: the settings of any of them do, nothing is read from it.
  const [source] = pinned.ok ? [] : await store.dataSources.list();
  await coordinator.start(tenant.id, {
    trigger: 'schedule',
    scope: 'leavers',
    persisted: true,
    createdBy: 'System',
    step: 'leavers',
    pinned: { ...(pinned.ok ? pinned.value : pinnedTo(tenant, source?.kind ?? 'custom', 0)), today },
  });
}

async function startDue(env: Env, tenant: Tenant, now: number): Promise<void> {
  if (tenant.intervalHours === null) return;
  if (!(await claimSlot(env, tenant.id, slotAt(tenant.intervalHours, now)))) return;
  const store = openTenant(env, tenant);
  const source = await store.dataSources.enabledPull();
  if (!source || sourceOf(source.kind)?.takesOnlyUploads(source.settings)) return;
  const persist = scheduleMay(source) === 'write';
  await startSync(env, tenant, { trigger: 'schedule', persist, createdBy: 'System' });
}
