import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import type { RunProgress } from './run.ts';

/** The coordinator of a tenant: there is exactly one. */
export const coordinatorOf = (env: Env, tenant: number) => env.COORDINATOR.getByName(`tenant-${tenant}`);

/** How far a sync has come; null for one that does not run. */
export const readProgress = async (env: Env, tenant: Tenant, sync: Sync): Promise<RunProgress | null> =>
  sync.state === 'running' ? coordinatorOf(env, tenant.id).progress(sync.id) : null;
