import type { Cost } from '../../store/cost.ts';
import type { Statement } from '../../store/d1.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { PlanSlice } from '../../store/plans/apply.ts';
import type { SyncRun } from '../coordinator/run.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';

/** Records written in one transaction. */
const SLICE_RECORDS = 5000;
const MAX_ORDINAL = 2 ** 40;

/**
 * Writes a sealed plan to users in bounded transactions. Each slice leaves its marker in its own transaction, so that a
 * second delivery goes on after the last one. The coordinator says after each whether to go on.
 */
export async function applyPlan(env: Env, { tenant, sync }: JobOf<'apply'>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (run?.step !== 'apply') return;
  const store = openTenantForWriting(env, { id: tenant });
  const { work, done } = await remainingSlices(store, run);
  let applied = done;
  let reported = { ...store.cost };
  for (const { statements, size } of work) {
    await store.plans.runOnce(statements());
    applied += size;
    const cost = { ...store.cost };
    if (!(await coordinator.sliceApplied(sync, Math.min(applied, run.toApply), costSince(reported, cost)))) return;
    reported = cost;
  }
  await coordinator.applied(sync);
}

interface PlannedSlice {
  size: number;
  statements(): Statement[];
}

const costSince = (before: Cost, now: Cost): Cost => ({
  d1Calls: now.d1Calls - before.d1Calls,
  rowsRead: now.rowsRead - before.rowsRead,
  rowsWritten: now.rowsWritten - before.rowsWritten,
  r2Operations: now.r2Operations - before.r2Operations,
  messages: now.messages - before.messages,
});

/**
 * The slices that are still to be written, in order: handovers of e-mails, then everybody who stays, then the
 * terminations; and how many records earlier deliveries wrote.
 */
async function remainingSlices(store: TenantWriter, run: SyncRun): Promise<{ work: PlannedSlice[]; done: number }> {
  const plan = run.planOf ?? run.sync;
  const base = {
    sync: run.sync,
    plan,
    source: run.pinned.source,
    except: run.pinned.except,
    now: Date.now(),
  };
  const work: PlannedSlice[] = [];
  const writes = run.counts.created + run.counts.updated + run.counts.restored;
  if (writes > 0) {
    if (await store.plans.hasHandovers(plan)) {
      const slice: PlanSlice = { ...base, from: 0, to: MAX_ORDINAL, part: 0 };
      work.push({ size: 0, statements: () => store.plans.handoverStatements(slice) });
    }
    for (const slice of await pendingSlices(store, base, 'write', ['created', 'updated', 'restored'], writes)) {
      work.push({ size: sliceSize(slice, writes), statements: () => store.plans.writeStatements(slice) });
    }
  }
  const ends = appliesTerminations(run) ? run.counts.terminated : 0;
  if (ends > 0) {
    for (const slice of await pendingSlices(store, base, 'end', ['terminated'], ends)) {
      work.push({ size: sliceSize(slice, ends), statements: () => store.plans.terminationStatements(slice) });
    }
  }
  return { work, done: writes + ends - work.reduce((sum, { size }) => sum + size, 0) };
}

const sliceSize = ({ part }: PlanSlice, all: number): number => Math.min(SLICE_RECORDS, all - part * SLICE_RECORDS);

/** Terminations wait for an admin when a guard holds them. */
const appliesTerminations = ({ pinned, holdsTerminations }: SyncRun): boolean =>
  pinned.terminations === 'approved' || (pinned.terminations === 'guarded' && !holdsTerminations);

async function pendingSlices(
  store: TenantWriter,
  base: Omit<PlanSlice, 'from' | 'to' | 'part'>,
  step: 'write' | 'end',
  outcomes: string[],
  size: number,
): Promise<PlanSlice[]> {
  const ends = size > SLICE_RECORDS ? await store.plans.partBoundaries(base.plan, outcomes, SLICE_RECORDS) : [];
  const done = await store.plans.doneParts(base.sync, step);
  const edges = [0, ...ends, MAX_ORDINAL];
  return edges
    .slice(0, -1)
    .map((from, part): PlanSlice => ({ ...base, from, to: edges[part + 1] ?? MAX_ORDINAL, part }))
    .filter(({ part }) => !done.has(part));
}
