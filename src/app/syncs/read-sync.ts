import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import type { RunProgress } from '../../sync/coordinator/run.ts';
import { coordinatorOf } from '../../sync/coordinator/stub.ts';

/** Fault `not_found`. */
export async function requireSync(store: TenantReader, id: number): Promise<Result<Sync, Fault>> {
  const sync = await store.syncs.get(id);
  return sync ? ok(sync) : fail(fault('not_found', { what: 'sync' }));
}

/** Null when the sync does not run. */
export const readProgress = async (env: Env, tenant: Tenant, sync: Sync): Promise<RunProgress | null> =>
  sync.state === 'running' ? coordinatorOf(env, tenant.id).progress(sync.id) : null;
