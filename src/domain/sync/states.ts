import type { Phase, State } from './words.ts';

/** Which state may follow which. Whoever sets a state asks here first; a state without a row is final. */
const NEXT: Partial<Record<State, readonly State[]>> = {
  pending: ['running', 'cancelled', 'failed'],
  running: ['completed', 'failed', 'held', 'cancelled'],
  held: ['running', 'cancelled', 'completed'],
};

export const mayFollow = (from: State, to: State): boolean => NEXT[from]?.includes(to) ?? false;
export const isFinal = (state: State): boolean => NEXT[state] === undefined;

/** The steps of the road, and the phase that each one shows as. */
export const STEPS = ['fetch', 'plan', 'settle', 'apply', 'finish', 'single', 'leavers'] as const;
export type Step = (typeof STEPS)[number];

export const PHASE_OF: Record<Step, Phase> = {
  fetch: 'fetching',
  plan: 'planning',
  settle: 'planning',
  leavers: 'planning',
  apply: 'applying',
  finish: 'finishing',
  single: 'fetching',
};
