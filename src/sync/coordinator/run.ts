import { z } from 'zod';
import { feedFileSchema } from '../../domain/sync/feed-file.ts';
import type { GuardFinding } from '../../domain/sync/guards.ts';
import { pinnedSchema } from '../../domain/sync/pinned.ts';
import {
  OUTCOMES,
  type OutcomeCounts,
  SYNC_SCOPES,
  SYNC_STATES,
  SYNC_STEPS,
  type SyncStep,
  zeroCounts,
} from '../../domain/sync/vocabulary.ts';
import { addCost, type Cost, zeroCost } from '../../store/cost.ts';
import { costSchema, exchangeSchema, guardFindingSchema, outcomeCountsSchema } from '../../store/syncs/tables.ts';

const count = z.number().default(0);

const endingPatchSchema = z
  .object({
    counts: outcomeCountsSchema,
    guards: z.array(guardFindingSchema),
    unidentified: z.number(),
    ended: z.number(),
    appliedAt: z.number(),
    reason: z.string().nullable(),
    reasonCode: z.string(),
    exchanges: z.array(exchangeSchema),
    feed: feedFileSchema.nullable(),
  })
  .partial();
export type EndingPatch = z.output<typeof endingPatchSchema>;

/** What an earlier release did not store has a default here; no member is ever renamed. */
const runSchema = z.object({
  tenant: z.number(),
  sync: z.number(),
  scope: z.enum(SYNC_SCOPES),
  step: z.enum(SYNC_STEPS),
  attempt: count,
  pinned: pinnedSchema,
  persisted: z.boolean(),
  /** The sync whose plan this one applies; null for its own. */
  planOf: z.number().nullable().default(null),
  /** The sync whose stored snapshot a preview reads; null for its own. */
  snapshotOf: z.number().nullable().default(null),
  startedAt: z.number(),
  /** When the run last made progress; the watchdog resends a step that makes none. */
  movedAt: z.number(),
  /** Null until a fetch has taken its lease. */
  fetchStartedAt: z.number().nullable().default(null),
  fetched: z.boolean().default(false),
  records: count,
  bytes: count,
  /** How often the current step was resent. */
  tries: count,
  counts: outcomeCountsSchema.default(zeroCounts),
  /** In records, as `toApply`. */
  applied: count,
  toApply: count,
  /** A guard holds the terminations; everything else is applied. */
  holdsTerminations: z.boolean().default(false),
  cost: costSchema.default(zeroCost),
  /** Set when the end is decided, until it is written to D1. No step goes on meanwhile. */
  ending: z
    .object({ state: z.enum(SYNC_STATES), patch: endingPatchSchema })
    .nullable()
    .default(null),
});

export type SyncRun = z.output<typeof runSchema>;

export interface GuardedPlan {
  counts: OutcomeCounts;
  /** In records. */
  toApply: number;
  unidentified: number;
  guards: GuardFinding[];
}

/** Except `bytes` and `startedAt`, all numbers are records. */
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

export const newRun = (run: NewRun, now: number): SyncRun => runSchema.parse({ startedAt: now, movedAt: now, ...run });

export const parseRun = (body: string): SyncRun => runSchema.parse(JSON.parse(body));

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

/** The end of a sentence. */
export function describeApplied({ step, applied, toApply }: SyncRun): string {
  if (step !== 'apply' && applied === 0) return 'before anything was applied.';
  const done = `after ${applied} of ${toApply} changes were applied`;
  // A slice may be in flight: it cannot be recalled, and its marker says whether it was written.
  return step === 'apply' && applied < toApply
    ? `${done} and more were being written. Its records say which.`
    : `${done}.`;
}

const addCounts = (a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts => {
  const sum = zeroCounts();
  for (const outcome of OUTCOMES) sum[outcome] = a[outcome] + b[outcome];
  return sum;
};
