import type { GuardFinding } from '../../domain/sync/guards.ts';
import { type Pinned, pinnedSchema } from '../../domain/sync/pinned.ts';
import {
  OUTCOMES,
  type OutcomeCounts,
  type SyncScope,
  type SyncState,
  type SyncStep,
  zeroCounts,
} from '../../domain/sync/vocabulary.ts';
import { addCost, type Cost, zeroCost } from '../../store/cost.ts';
import type { SyncPatch } from '../../store/syncs/writer.ts';

/** A sync that runs now, as the coordinator stores it (as JSON: names of members stay). */
export interface SyncRun {
  tenant: number;
  sync: number;
  scope: SyncScope;
  step: SyncStep;
  attempt: number;
  pinned: Pinned;
  persisted: boolean;
  /** The sync whose plan this one applies; null for its own. */
  planOf: number | null;
  /** The sync whose stored snapshot a preview reads; null for its own. */
  snapshotOf: number | null;
  startedAt: number;
  /** When anything last moved; the watchdog sends again what went quiet. */
  movedAt: number;
  /** Null until a fetch has taken its lease. */
  fetchStartedAt: number | null;
  fetched: boolean;
  records: number;
  bytes: number;
  /** How often the present step was sent again. */
  tries: number;
  counts: OutcomeCounts;
  /** Records applied so far, of those to apply. */
  applied: number;
  toApply: number;
  /** A guard holds the terminations: everything else is applied. */
  holdsTerminations: boolean;
  cost: Cost;
  /** How it ends, from when that is decided until D1 says so too: no step goes on then. */
  ending: { state: SyncState; patch: SyncPatch } | null;
}

/** What the guards found in a sealed plan. */
export interface GuardedPlan {
  counts: OutcomeCounts;
  /** Records that apply writes. */
  toApply: number;
  unidentified: number;
  guards: GuardFinding[];
}

/** How far a run has come, for doors. */
export interface RunProgress {
  step: SyncStep;
  fetched: number;
  fetchDone: boolean;
  bytes: number;
  planned: number;
  applied: number;
  toApply: number;
  counts: OutcomeCounts;
  startedAt: number;
}

type NewRun = Pick<SyncRun, 'tenant' | 'sync' | 'scope' | 'step' | 'pinned' | 'persisted'> & Partial<SyncRun>;

export const newRun = (run: NewRun, now: number): SyncRun => ({
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
  counts: zeroCounts(),
  applied: 0,
  toApply: 0,
  holdsTerminations: false,
  cost: zeroCost(),
  ending: null,
  ...run,
});

/** The run after a piece of work, with what that found and cost. */
export const advanceRun = (
  run: SyncRun,
  now: number,
  counts: OutcomeCounts = zeroCounts(),
  cost: Cost = zeroCost(),
): SyncRun => ({
  ...run,
  movedAt: now,
  tries: 0,
  counts: addCounts(run.counts, counts),
  cost: addCost(run.cost, cost),
});

/** How far apply had come, as the end of a sentence. */
export function describeApplied({ step, applied, toApply }: SyncRun): string {
  if (step !== 'apply' && applied === 0) return 'before anything was applied.';
  const done = `after ${applied} of ${toApply} changes were applied`;
  // A slice may be on its way: it cannot be called back, and its marker says whether it was written.
  return step === 'apply' && applied < toApply
    ? `${done} and more were being written. Its records say which.`
    : `${done}.`;
}

const addCounts = (a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts => {
  const sum = zeroCounts();
  for (const outcome of OUTCOMES) sum[outcome] = a[outcome] + b[outcome];
  return sum;
};

/** Reads a stored run; members that an earlier release did not have are as in a new run. */
export const parseRun = (body: string): SyncRun => {
  const run: SyncRun = JSON.parse(body);
  return { ...newRun(run, run.startedAt), pinned: pinnedSchema.parse(run.pinned) };
};
