import type { SyncView } from '../store/sync-row.ts';
import type { Tenant } from '../store/tenants.ts';
import { coordinatorOf } from './coordinator/coordinator-of.ts';
import type { Progress } from './coordinator/run.ts';

/** How a running sync gets on; null for one that does not run. */
export const progressOf = async (env: Env, tenant: Tenant, sync: SyncView): Promise<Progress | null> =>
  sync.state === 'running' ? coordinatorOf(env, tenant.id).progress(sync.id) : null;
