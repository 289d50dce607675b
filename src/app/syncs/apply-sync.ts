import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import { fail, type Result } from '../../lib/result.ts';
import { DAY_MS } from '../../lib/time.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { coordinatorOf } from '../../sync/coordinator/stub.ts';
import { pinGuards } from './pin-settings.ts';
import { requireSync } from './read-sync.ts';

const PLAN_LIFETIME_MS = DAY_MS;

export interface Approval {
  terminations: boolean;
  /** Local IDs of users to leave out. */
  except: number[];
}

/**
 * Approves a held sync, which then resumes; or applies the plan of a completed dry run, by a new sync.
 * @returns the sync that runs now; faults `not_found`, `plan_not_applicable`, `plan_superseded`, `sync_running`
 */
export async function applySync(
  env: Env,
  tenant: Tenant,
  id: number,
  approval: Approval,
  by: string,
): Promise<Result<Sync, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const found = await requireSync(store, id);
  if (!found.ok) return found;
  const sync = found.value;
  if (sync.snapshotOf !== null) return fail(fault('plan_not_applicable', { sync: id, reason: 'preview' }));
  const isDryRun = sync.state === 'completed' && !sync.persisted && sync.scope === 'full';
  if (sync.state !== 'held' && !isDryRun) {
    return fail(fault('plan_not_applicable', { sync: id, reason: 'no_plan' }));
  }
  const superseded = await checkPlanIsCurrent(store, sync);
  if (superseded) return fail(superseded);
  const pinned = {
    ...sync.pinned,
    ...pinGuards(tenant),
    // Users left out when a dry run was applied stay out when its terminations are approved.
    except: [...new Set([...sync.pinned.except, ...approval.except])],
    terminations: terminationsPin(approval, isDryRun),
  };
  const coordinator = coordinatorOf(env, tenant.id);
  const started = isDryRun
    ? await coordinator.start(tenant.id, {
        trigger: 'approval',
        scope: 'full',
        persisted: true,
        pinned,
        createdBy: by,
        planOf: id,
        step: 'settle',
        snapshot: {
          records: sync.records,
          unidentified: sync.unidentified,
          ...(sync.fetchStartedAt === null ? {} : { fetchStartedAt: sync.fetchStartedAt }),
        },
      })
    : await coordinator.resumeHeld(tenant.id, sync, pinned);
  if (!started.ok) return started;
  const { terminations, except } = approval;
  const detail = { sync_id: id, applied_as: started.value, terminations, left_out: except.length };
  await store.audit.record(by, 'sync_approved', detail, Date.now());
  return requireSync(store, started.value);
}

/** The guards have held the terminations of a held sync already; those of a dry run are still to be guarded. */
function terminationsPin({ terminations }: Approval, isDryRun: boolean): Pinned['terminations'] {
  if (!terminations) return 'left_out';
  return isDryRun ? 'guarded' : 'approved';
}

/** Only the newest complete snapshot of a source can be applied, once, and within a day. Fault `plan_superseded`. */
async function checkPlanIsCurrent(store: TenantReader, sync: Sync): Promise<Fault | null> {
  if (sync.scope !== 'full') return null;
  const newest = await store.syncs.newestComplete(sync.source);
  const plan = sync.planOf ?? sync.id;
  if (newest && newest.id !== plan) {
    return fault('plan_superseded', { reason: 'newer_data', sync: newest.id }, { sync_id: newest.id });
  }
  const appliedBy = sync.planOf === null ? await store.syncs.findAppliedBy(plan) : null;
  if (appliedBy !== null) {
    return fault('plan_superseded', { reason: 'applied', sync: appliedBy }, { sync_id: appliedBy });
  }
  if (Date.now() - (sync.fetchStartedAt ?? sync.createdAt) > PLAN_LIFETIME_MS) {
    return fault('plan_superseded', { reason: 'expired' });
  }
  return null;
}
