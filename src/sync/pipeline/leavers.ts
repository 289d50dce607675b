import { zeroCounts } from '../../domain/sync/vocabulary.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';
import { guardPlan } from './guard.ts';

/** By stored termination dates; needs no feed. */
export async function planLeavers(env: Env, { tenant, sync }: JobOf<'leavers'>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (run?.step !== 'leavers') return;
  const store = openTenantForWriting(env, { id: tenant });
  const leavers = await store.users.listLeavers(run.pinned.today, run.pinned.accessEnds);
  const counts = { ...zeroCounts(), terminated: leavers.length };
  await store.plans.saveLeavers(sync, leavers, counts);
  await coordinator.planSealed(sync, { ...(await guardPlan(store, run)), cost: store.cost });
}
