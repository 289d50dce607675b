import { type Fault, fault } from '../../domain/shared/fault.ts';
import { PHASE_OF_STEP } from '../../domain/sync/vocabulary.ts';
import { HOUR_MS } from '../../lib/time.ts';
import type { SyncRun } from './run.ts';

/** A step without a sign of life for so long is sent again. */
const STEP_TIMEOUT_MS = 45_000;
/** A download sends a heartbeat every few seconds; without one for so long it is dead. */
export const FETCH_TIMEOUT_MS = 60_000;
export const WATCH_INTERVAL_MS = 15_000;
const SYNC_DEADLINE_MS = 2 * HOUR_MS;
const MAX_TRIES = 5;

export type WatchdogAction =
  | { do: 'nothing' | 'resend' | 'fail_fetch' }
  /** Its end is decided, and not yet written to D1. */
  | { do: 'write_end' }
  | { do: 'fail'; reason: Fault };

/** What is to be done about a run, so that none runs for ever. */
export function chooseWatchdogAction(run: SyncRun, now: number): WatchdogAction {
  const quiet = now - run.movedAt;
  if (run.ending) return { do: 'write_end' };
  if (now - run.startedAt > SYNC_DEADLINE_MS) return { do: 'fail', reason: fault('deadline_passed', {}) };
  if (run.step === 'fetch' && run.fetchStartedAt !== null)
    return { do: quiet > FETCH_TIMEOUT_MS ? 'fail_fetch' : 'nothing' };
  if (quiet <= STEP_TIMEOUT_MS) return { do: 'nothing' };
  return run.tries < MAX_TRIES
    ? { do: 'resend' }
    : {
        do: 'fail',
        reason: fault('step_failed', { reason: 'stuck', phase: PHASE_OF_STEP[run.step], tries: MAX_TRIES }),
      };
}
