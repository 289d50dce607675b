import { type Pinned, pinnedSchema } from '../../domain/sync/pinned.ts';
import type { Step } from '../../domain/sync/states.ts';
import { type Counts, noCounts, OUTCOMES, type Scope, type State } from '../../domain/sync/words.ts';
import { addCost, type Cost, noCost } from '../../store/meter.ts';
import type { SyncPatch } from '../../store/syncs.ts';

/** A sync that runs now, as the coordinator knows it. */
export interface Run {
  tenant: number;
  sync: number;
  scope: Scope;
  step: Step;
  attempt: number;
  pinned: Pinned;
  persisted: boolean;
  /** The sync whose plan this one applies; null for its own. */
  planOf: number | null;
  /** The sync whose stored snapshot a preview reads; null for its own. */
  snapshotOf: number | null;
  startedAt: number;
  /** When anything last moved; the watchdog resumes what went quiet. */
  movedAt: number;
  /** Null until a fetch has taken its lease. */
  fetchStartedAt: number | null;
  fetched: boolean;
  records: number;
  bytes: number;
  tries: number;
  counts: Counts;
  /** Records applied so far, of those to apply. */
  applied: number;
  toApply: number;
  /** A guard holds the terminations: everything else is applied. */
  holdsTerminations: boolean;
  cost: Cost;
  /** How it ends, from the moment that is decided until D1 says so too: no step goes on then. */
  ending: { state: State; patch: SyncPatch } | null;
}

/** How a sync gets on, for pages that show it while it runs. */
export interface Progress {
  step: Step;
  fetched: number;
  fetchDone: boolean;
  bytes: number;
  planned: number;
  applied: number;
  toApply: number;
  counts: Counts;
  startedAt: number;
}

type Beginning = Pick<Run, 'tenant' | 'sync' | 'scope' | 'step' | 'pinned' | 'persisted'> & Partial<Run>;

export const newRun = (run: Beginning, now: number): Run => ({
  attempt: 0,
  planOf: null,
  snapshotOf: null,
  startedAt: now,
  movedAt: now,
  fetchStartedAt: null,
  fetched: false,
  records: 0,
  bytes: 0,
  tries: 0,
  counts: noCounts(),
  applied: 0,
  toApply: 0,
  holdsTerminations: false,
  cost: noCost(),
  ending: null,
  ...run,
});

/** A run that has moved on, with what that piece of work found and cost. */
export const moved = (run: Run, now: number, counts: Counts = noCounts(), cost: Cost = noCost()): Run => ({
  ...run,
  movedAt: now,
  tries: 0,
  counts: addCounts(run.counts, counts),
  cost: addCost(run.cost, cost),
});

/** How far apply had come, to end a sentence with. */
export function appliedInWords({ step, applied, toApply }: Run): string {
  if (step !== 'apply' && applied === 0) return 'before anything was applied.';
  const told = `after ${applied} of ${toApply} changes were applied`;
  // A slice may be on its way: nobody can call it back, and its marker tells.
  return step === 'apply' && applied < toApply
    ? `${told} and more were being written. Its records say which.`
    : `${told}.`;
}

const addCounts = (a: Counts, b: Counts): Counts => {
  const sum = noCounts();
  for (const outcome of OUTCOMES) sum[outcome] = a[outcome] + b[outcome];
  return sum;
};

/** Reads a stored run; what an earlier release did not know of yet is as in a new one. */
export const readRun = (body: string): Run => {
  const run: Run = JSON.parse(body);
  return { ...newRun(run, run.startedAt), pinned: pinnedSchema.parse(run.pinned) };
};
