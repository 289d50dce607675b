import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import type { RunProgress } from '../../sync/coordinator/run.ts';
import { coordinatorOf } from '../../sync/coordinator/stub.ts';

/** How far a sync has come; null for one that does not run. */
export const readProgress = async (env: Env, tenant: Tenant, sync: Sync): Promise<RunProgress | null> =>
  sync.state === 'running' ? coordinatorOf(env, tenant.id).progress(sync.id) : null;
