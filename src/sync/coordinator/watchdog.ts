import { type Fault, fault } from '../../domain/shared/fault.ts';
import { PHASE_OF_STEP } from '../../domain/sync/vocabulary.ts';
import { HOUR_MS } from '../../lib/time.ts';
import type { SyncRun } from './run.ts';

/** A step without progress for this long is sent again. */
const STEP_TIMEOUT_MS = 45_000;
/** A download sends a heartbeat every few seconds; without one for this long it is dead. */
export const FETCH_TIMEOUT_MS = 60_000;
export const WATCH_INTERVAL_MS = 15_000;
const SYNC_DEADLINE_MS = 2 * HOUR_MS;
const MAX_TRIES = 5;

export type WatchdogAction =
  | { kind: 'nothing' | 'resend' | 'fail_fetch' }
  /** The end of the run is decided, but not yet written to D1. */
  | { kind: 'write_end' }
  | { kind: 'fail'; reason: Fault };

export function chooseWatchdogAction(run: SyncRun, now: number): WatchdogAction {
  const idle = now - run.movedAt;
  if (run.ending) return { kind: 'write_end' };
  if (now - run.startedAt > SYNC_DEADLINE_MS) return { kind: 'fail', reason: fault('deadline_passed', {}) };
  if (run.step === 'fetch' && run.fetchStartedAt !== null) {
    return { kind: idle > FETCH_TIMEOUT_MS ? 'fail_fetch' : 'nothing' };
  }
  if (idle <= STEP_TIMEOUT_MS) return { kind: 'nothing' };
  if (run.tries < MAX_TRIES) return { kind: 'resend' };
  const phase = PHASE_OF_STEP[run.step];
  return { kind: 'fail', reason: fault('step_failed', { reason: 'stuck', phase, tries: MAX_TRIES }) };
}
