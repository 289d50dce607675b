/** Those that nothing starts yet (`webhook`, `scim`, `undo`, `retry`) are part of the API already. */
export const TRIGGERS = [
  'schedule',
  'manual',
  'profile',
  'webhook',
  'scim',
  'preview',
  'approval',
  'undo',
  'retry',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** `leavers`: people whose termination date has passed. */
export const SYNC_SCOPES = ['full', 'single', 'leavers'] as const;
export type SyncScope = (typeof SYNC_SCOPES)[number];

export const SYNC_STATES = ['pending', 'running', 'held', 'completed', 'failed', 'cancelled', 'not_run'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

export const SYNC_PHASES = ['fetching', 'planning', 'applying', 'finishing'] as const;
export type SyncPhase = (typeof SYNC_PHASES)[number];

export const OUTCOMES = ['created', 'updated', 'restored', 'terminated', 'skipped', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Plain `unchanged` is the usual one and is stored packed. */
export const SKIP_REASONS = [
  'unchanged',
  'not_yet_hired',
  'out_of_scope',
  'no_email',
  'secondary_row',
  'newer_data',
  'override',
  'protected',
  'already_terminated',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export type OutcomeCounts = Record<Outcome, number>;
export const zeroCounts = (): OutcomeCounts => ({
  created: 0,
  updated: 0,
  restored: 0,
  terminated: 0,
  skipped: 0,
  failed: 0,
});
export const totalCount = (counts: OutcomeCounts): number =>
  OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);

const TRANSITIONS: Partial<Record<SyncState, readonly SyncState[]>> = {
  pending: ['running', 'cancelled', 'failed'],
  running: ['completed', 'failed', 'held', 'cancelled'],
  held: ['running', 'cancelled', 'completed'],
};

export const canTransition = (from: SyncState, to: SyncState): boolean => TRANSITIONS[from]?.includes(to) ?? false;
export const isFinalState = (state: SyncState): boolean => TRANSITIONS[state] === undefined;

/** `settle` is the reconcile step: stored syncs and queued messages spell it so. */
export const SYNC_STEPS = ['fetch', 'plan', 'settle', 'apply', 'finish', 'single', 'leavers'] as const;
export type SyncStep = (typeof SYNC_STEPS)[number];

export const PHASE_OF_STEP: Record<SyncStep, SyncPhase> = {
  fetch: 'fetching',
  plan: 'planning',
  settle: 'planning',
  leavers: 'planning',
  apply: 'applying',
  finish: 'finishing',
  single: 'fetching',
};
