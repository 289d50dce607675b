import { type Fault, fault } from '../../domain/shared/fault.ts';
import { PHASE_OF_STEP } from '../../domain/sync/vocabulary.ts';
import type { SyncRun } from './run.ts';

/** All in milliseconds. A step that shows no sign of life for so long is sent again. */
const STEP_TIMEOUT_MS = 45_000;
/** A download calls in every few seconds while it waits; this long without a call means it died. */
export const FETCH_TIMEOUT_MS = 60_000;
export const WATCH_INTERVAL_MS = 15_000;
const SYNC_DEADLINE_MS = 2 * 3_600_000;
const MAX_TRIES = 5;

/** What is to be done about a run. */
export type WatchdogAction =
  | { do: 'nothing' }
  | { do: 'end' | 'fetch_died' | 'resend' }
  | { do: 'fail'; reason: Fault };

/** Looks at one run: nothing is "running" for ever. */
export function checkRun(run: SyncRun, now: number): WatchdogAction {
  const quiet = now - run.movedAt;
  if (run.ending) return { do: 'end' };
  if (now - run.startedAt > SYNC_DEADLINE_MS) return { do: 'fail', reason: fault('deadline_passed', {}) };
  if (run.step === 'fetch' && run.fetchStartedAt !== null)
    return { do: quiet > FETCH_TIMEOUT_MS ? 'fetch_died' : 'nothing' };
  if (quiet <= STEP_TIMEOUT_MS) return { do: 'nothing' };
  return run.tries < MAX_TRIES ? { do: 'resend' } : { do: 'fail', reason: stepFailedFault(run) };
}

const stepFailedFault = (run: SyncRun): Fault =>
  fault('step_failed', { reason: 'stuck', phase: PHASE_OF_STEP[run.step], tries: MAX_TRIES });
