import type { Cost } from '../../store/cost.ts';
import type { Statement } from '../../store/d1.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { PlanSlice } from '../../store/plans/apply.ts';
import type { SyncRun } from '../coordinator/run.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';

/** Written in one transaction. */
const SLICE_RECORDS = 5000;
/** Beyond every ordinal. */
const MAX_ORDINAL = 2 ** 40;

/**
 * Each slice leaves its marker in its own transaction, so that a second delivery goes on after the last one. After each
 * slice the coordinator decides whether to go on.
 */
export async function applyPlan(env: Env, { tenant, sync }: JobOf<'apply'>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (run?.step !== 'apply') return;
  const store = openTenantForWriting(env, { id: tenant });
  const { slices, written } = await remainingSlices(store, run);
  let applied = written;
  let reported = { ...store.cost };
  for (const { statements, records } of slices) {
    await store.plans.runOnce(statements());
    applied += records;
    const cost = { ...store.cost };
    const goesOn = await coordinator.sliceApplied(sync, Math.min(applied, run.toApply), costSince(reported, cost));
    if (!goesOn) return;
    reported = cost;
  }
  await coordinator.planApplied(sync);
}

const costSince = (before: Cost, now: Cost): Cost => ({
  d1Calls: now.d1Calls - before.d1Calls,
  rowsRead: now.rowsRead - before.rowsRead,
  rowsWritten: now.rowsWritten - before.rowsWritten,
  r2Operations: now.r2Operations - before.r2Operations,
  messages: now.messages - before.messages,
});

interface RemainingSlice {
  records: number;
  statements(): Statement[];
}

/**
 * In order: handovers of e-mails, then everybody who stays, then the terminations. `written` counts the records of
 * earlier deliveries.
 */
async function remainingSlices(
  store: TenantWriter,
  run: SyncRun,
): Promise<{ slices: RemainingSlice[]; written: number }> {
  const { counts, pinned } = run;
  const plan = run.planOf ?? run.sync;
  const base = { sync: run.sync, plan, source: pinned.source, except: pinned.except, now: Date.now() };
  const slices: RemainingSlice[] = [];

  const writes = counts.created + counts.updated + counts.restored;
  if (writes > 0) {
    if (await store.plans.hasHandovers(plan)) {
      const slice: PlanSlice = { ...base, from: 0, to: MAX_ORDINAL, part: 0 };
      slices.push({ records: 0, statements: () => store.plans.handoverStatements(slice) });
    }
    for (const slice of await pendingSlices(store, base, 'write', ['created', 'updated', 'restored'], writes)) {
      slices.push({ records: recordsIn(slice, writes), statements: () => store.plans.writeStatements(slice) });
    }
  }

  const terminations = appliesTerminations(run) ? counts.terminated : 0;
  if (terminations > 0) {
    for (const slice of await pendingSlices(store, base, 'end', ['terminated'], terminations)) {
      slices.push({
        records: recordsIn(slice, terminations),
        statements: () => store.plans.terminationStatements(slice),
      });
    }
  }

  const remaining = slices.reduce((sum, { records }) => sum + records, 0);
  return { slices, written: writes + terminations - remaining };
}

/** All slices are full but the last. */
const recordsIn = ({ part }: PlanSlice, total: number): number => Math.min(SLICE_RECORDS, total - part * SLICE_RECORDS);

const appliesTerminations = ({ pinned, holdsTerminations }: SyncRun): boolean =>
  pinned.terminations === 'approved' || (pinned.terminations === 'guarded' && !holdsTerminations);

/** Without those whose marker is there. @param total records of these outcomes in the plan */
async function pendingSlices(
  store: TenantWriter,
  base: Omit<PlanSlice, 'from' | 'to' | 'part'>,
  step: 'write' | 'end',
  outcomes: string[],
  total: number,
): Promise<PlanSlice[]> {
  const boundaries = total > SLICE_RECORDS ? await store.plans.partBoundaries(base.plan, outcomes, SLICE_RECORDS) : [];
  const done = await store.plans.doneParts(base.sync, step);
  return [...boundaries, MAX_ORDINAL]
    .map((to, part): PlanSlice => ({ ...base, from: boundaries[part - 1] ?? 0, to, part }))
    .filter(({ part }) => !done.has(part));
}
