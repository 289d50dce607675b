import type { OutcomeCounts } from '../../domain/sync/vocabulary.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { EndingPatch } from '../coordinator/run.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';

export async function finishSync(env: Env, { tenant, sync }: JobOf<'finish'>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (run?.step !== 'finish') return;
  const store = openTenantForWriting(env, { id: tenant });
  const stored = await store.syncs.get(sync);
  if (!stored) return;
  const { state, patch } = run.persisted ? await finishApplied(store, stored) : DRY_RUN_ENDING;
  await coordinator.finish(sync, state, patch, store.cost);
}

interface SyncEnding {
  state: 'completed' | 'held';
  patch: EndingPatch;
}

const DRY_RUN_ENDING: SyncEnding = { state: 'completed', patch: {} };

async function finishApplied(store: TenantWriter, sync: Sync): Promise<SyncEnding> {
  const now = Date.now();
  const plan = sync.planOf ?? sync.id;
  const counts = await countWritten(store, sync.id, plan);
  const holding = sync.guards.filter((guard) => guard.holds === 'terminations');
  const waits = holding.length > 0 && sync.pinned.terminations === 'guarded' && counts.terminated > 0;
  const withoutTerminations = sync.pinned.terminations === 'left_out' && counts.terminated > 0;
  const excluded = await store.plans.leftOutCounts(plan, sync.pinned.except);
  if (sync.scope === 'full' && sync.createdBy !== 'System') await markSourceApplied(store, sync, now);

  const reasons: string[] = [];
  if (waits) {
    reasons.push(...holding.map((guard) => guard.message), 'Everything else was applied.');
  } else {
    if (withoutTerminations) reasons.push(`${counts.terminated} terminations were left out on approval.`);
    if (excluded.people > 0) reasons.push(describeExcluded(excluded.people));
  }
  return {
    state: waits ? 'held' : 'completed',
    patch: {
      counts,
      ended: waits || withoutTerminations ? 0 : counts.terminated - excluded.terminated,
      reason: reasons.length > 0 ? reasons.join(' ') : null,
      ...(isBaseline(sync) && { appliedAt: now }),
    },
  };
}

/**
 * Users changed meanwhile count as failed, protected ones as skipped. Counted from the plan, not from the counts so
 * far: an approved sync is finished twice.
 */
async function countWritten(store: TenantWriter, syncId: number, plan: number): Promise<OutcomeCounts> {
  const [{ counts }, missed] = await Promise.all([store.plans.totals(plan), store.plans.missedCounts(syncId)]);
  for (const outcome of ['created', 'updated', 'restored', 'terminated'] as const) {
    const lost = Math.min(missed[outcome] ?? 0, counts[outcome]);
    counts[outcome] -= lost;
    counts.failed += lost;
  }
  const protectedUsers = Math.min(missed.protected ?? 0, counts.terminated);
  counts.terminated -= protectedUsers;
  counts.skipped += protectedUsers;
  return counts;
}

/** The schedule may write from then on, unless the settings of the source changed after the plan. */
async function markSourceApplied(store: TenantWriter, sync: Sync, now: number): Promise<void> {
  const planned = sync.planOf === null ? sync : await store.syncs.get(sync.planOf);
  await store.dataSources.markApplied(sync.source, planned?.createdAt ?? sync.createdAt, now);
}

/** A snapshot that a guard doubts is no baseline for the next one, even if there was nothing to write. */
const isBaseline = (sync: Sync): boolean =>
  sync.approvedAt !== null || !sync.guards.some((guard) => guard.holds === 'all');

const describeExcluded = (people: number): string =>
  people === 1 ? '1 person was left out on approval.' : `${people} people were left out on approval.`;
