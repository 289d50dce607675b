import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, type Result } from '../../lib/result.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { syncNotHeldFault } from '../../sync/coordinator/start-request.ts';
import { coordinatorOf } from '../../sync/coordinator/stub.ts';
import { requireSync } from './read-sync.ts';

/** What the held sync has applied stays. Faults `not_found`, `sync_not_held`. */
export async function rejectSync(env: Env, tenant: Tenant, id: number, by: string): Promise<Result<Sync, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const found = await requireSync(store, id);
  if (!found.ok) return found;
  const sync = found.value;
  const extent = sync.appliedAt === null ? 'Nothing was applied.' : 'Everything but the terminations had been applied.';
  const patch = { state: 'cancelled', reason: `Rejected by ${by}. ${extent}`, finishedAt: Date.now() } as const;
  if (!(await store.syncs.updateFrom('held', id, patch))) return fail(syncNotHeldFault(id));
  await store.audit.record(by, 'sync_rejected', { sync_id: id }, Date.now());
  return requireSync(store, id);
}

/** Takes effect within one chunk or slice. Faults `not_found`, `sync_not_running`. */
export async function cancelSync(env: Env, tenant: Tenant, id: number, by: string): Promise<Result<Sync, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const found = await requireSync(store, id);
  if (!found.ok) return found;
  const cancelled = await coordinatorOf(env, tenant.id).cancel(id, by);
  if (!cancelled) return fail(fault('sync_not_running', { sync: id }));
  await store.audit.record(by, 'sync_cancelled', { sync_id: id }, Date.now());
  return requireSync(store, id);
}
