import { noCost } from '../store/meter.ts';
import { openTenant, type StepStore } from '../store/open.ts';
import type { Slice } from '../store/slice.ts';
import { coordinatorOf } from './coordinator/coordinator-of.ts';
import type { Run } from './coordinator/run.ts';
import type { Job } from './jobs.ts';

/** Records written in one transaction. */
const SLICE = 5000;
const LAST = 2 ** 40;

/**
 * Writes a sealed plan to users in bounded transactions. Every slice leaves its marker in the same transaction, so that a
 * second delivery, or a Worker that died, goes on after the last one; and asks before each whether to go on.
 */
export async function applyPlan(env: Env, { tenant, sync }: Extract<Job, { job: 'apply' }>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (run?.step !== 'apply') return;
  const store = openTenant(env, { id: tenant }, noCost());
  const { work, done } = await plannedWork(store, run);
  let applied = done;
  let told = { ...store.cost };
  for (const { statements, size } of work) {
    await store.plans.once(statements());
    applied += size;
    const cost = { ...store.cost };
    if (!(await coordinator.slice(sync, Math.min(applied, run.toApply), difference(cost, told)))) return;
    told = cost;
  }
  await coordinator.applied(sync);
}

interface Part {
  size: number;
  statements(): D1PreparedStatement[];
}

const difference = (now: StepStore['cost'], before: StepStore['cost']): StepStore['cost'] => ({
  d1Calls: now.d1Calls - before.d1Calls,
  rowsRead: now.rowsRead - before.rowsRead,
  rowsWritten: now.rowsWritten - before.rowsWritten,
  r2Operations: now.r2Operations - before.r2Operations,
  messages: now.messages - before.messages,
});

/**
 * The parts that are still to be written, in order: hand-overs, then everybody who stays, then the terminations; and how
 * many records earlier deliveries wrote.
 */
async function plannedWork(store: StepStore, run: Run): Promise<{ work: Part[]; done: number }> {
  const plan = run.planOf ?? run.sync;
  const base = {
    sync: run.sync,
    plan,
    source: run.pinned.source,
    except: run.pinned.except,
    now: Date.now(),
  };
  const work: Part[] = [];
  const writes = run.counts.created + run.counts.updated + run.counts.restored;
  if (writes > 0) {
    if (await store.applying.hasHandovers(plan)) {
      const slice: Slice = { ...base, from: 0, to: LAST, part: 0 };
      work.push({ size: 0, statements: () => store.applying.handovers(slice) });
    }
    for (const slice of await slices(store, base, 'write', ['created', 'updated', 'restored'], writes)) {
      work.push({ size: sizeOf(slice, writes), statements: () => store.applying.write(slice) });
    }
  }
  const ends = endsTerminations(run) ? run.counts.terminated : 0;
  if (ends > 0) {
    for (const slice of await slices(store, base, 'end', ['terminated'], ends)) {
      work.push({ size: sizeOf(slice, ends), statements: () => store.applying.end(slice) });
    }
  }
  return { work, done: writes + ends - work.reduce((sum, { size }) => sum + size, 0) };
}

const sizeOf = ({ part }: Slice, all: number): number => Math.min(SLICE, all - part * SLICE);

/** Terminations wait for an admin when a guard holds them. */
const endsTerminations = ({ pinned, holdsTerminations }: Run): boolean =>
  pinned.terminations === 'approved' || (pinned.terminations === 'guarded' && !holdsTerminations);

async function slices(
  store: StepStore,
  base: Omit<Slice, 'from' | 'to' | 'part'>,
  step: 'write' | 'end',
  outcomes: string[],
  size: number,
): Promise<Slice[]> {
  const ends = size > SLICE ? await store.applying.boundaries(base.plan, outcomes, SLICE) : [];
  const done = await store.applying.partsDone(base.sync, step);
  const edges = [0, ...ends, LAST];
  return edges
    .slice(0, -1)
    .map((from, part): Slice => ({ ...base, from, to: edges[part + 1] ?? LAST, part }))
    .filter(({ part }) => !done.has(part));
}
