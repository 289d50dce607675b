import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { EndingPatch } from '../coordinator/run.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';

/** Corrects the counts to what was really written, and says what waits or was left out. */
export async function finishSync(env: Env, { tenant, sync }: JobOf<'finish'>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (run?.step !== 'finish') return;
  const store = openTenantForWriting(env, { id: tenant });
  const stored = await store.syncs.get(sync);
  if (!stored) return;
  const { state, patch } = run.persisted
    ? await finalOutcome(store, stored)
    : { state: 'completed' as const, patch: {} };
  await coordinator.finish(sync, state, patch, store.cost);
}

async function finalOutcome(
  store: TenantWriter,
  sync: Sync,
): Promise<{ state: 'completed' | 'held'; patch: EndingPatch }> {
  const now = Date.now();
  const plan = sync.planOf ?? sync.id;
  // From the plan, not from the counts so far: an approved sync is finished twice, and nobody may be counted twice.
  const [{ counts }, missed] = await Promise.all([store.plans.totals(plan), store.plans.missedCounts(sync.id)]);
  for (const outcome of ['created', 'updated', 'restored', 'terminated'] as const) {
    const lost = Math.min(missed[outcome] ?? 0, counts[outcome]);
    counts[outcome] -= lost;
    counts.failed += lost;
  }
  const protectedUsers = Math.min(missed.protected ?? 0, counts.terminated);
  counts.terminated -= protectedUsers;
  counts.skipped += protectedUsers;
  const held = sync.guards.filter((guard) => guard.holds === 'terminations');
  const waits = held.length > 0 && sync.pinned.terminations === 'guarded' && counts.terminated > 0;
  const withoutTerminations = sync.pinned.terminations === 'left_out' && counts.terminated > 0;
  const leftOut = await store.plans.leftOutCounts(plan, sync.pinned.except);
  const ended = waits || withoutTerminations ? 0 : counts.terminated - leftOut.terminated;
  if (sync.scope === 'full' && sync.createdBy !== 'System') {
    const planned = sync.planOf === null ? sync : await store.syncs.get(sync.planOf);
    await store.dataSources.markApplied(sync.source, planned?.createdAt ?? sync.createdAt, now);
  }
  const reasons = waits
    ? [...held.map((guard) => guard.message), 'Everything else was applied.']
    : [
        ...(withoutTerminations ? [`${counts.terminated} terminations were left out on approval.`] : []),
        ...(leftOut.people > 0 ? [describeLeftOut(leftOut.people)] : []),
      ];
  return {
    state: waits ? 'held' : 'completed',
    patch: {
      counts,
      ended,
      ...(isBaseline(sync) ? { appliedAt: now } : {}),
      reason: reasons.length > 0 ? reasons.join(' ') : null,
    },
  };
}

/** A snapshot that a guard doubts is no baseline for the next one, also when there was nothing to write. */
const isBaseline = (sync: Sync): boolean =>
  sync.approvedAt !== null || !sync.guards.some((guard) => guard.holds === 'all');

const describeLeftOut = (people: number): string =>
  people === 1 ? '1 person was left out on approval.' : `${people} people were left out on approval.`;
