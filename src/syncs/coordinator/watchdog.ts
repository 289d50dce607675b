import { type Fault, fault } from '../../domain/fault.ts';
import { PHASE_OF } from '../../domain/sync/states.ts';
import type { Run } from './run.ts';

/** All in milliseconds. A step that shows no sign of life for so long is sent again. */
const QUIET = 45_000;
/** A download calls in every few seconds while it waits; this long without a call means it died. */
export const FETCH_QUIET = 60_000;
export const WATCH_EVERY = 15_000;
const DEADLINE = 2 * 3_600_000;
const MOST_TRIES = 5;

/** What is to be done about a run. */
export type Care = { do: 'nothing' } | { do: 'end' | 'fetch_died' | 'resend' } | { do: 'fail'; reason: Fault };

/** Looks at one run: nothing is "running" for ever. */
export function careFor(run: Run, now: number): Care {
  const quiet = now - run.movedAt;
  if (run.ending) return { do: 'end' };
  if (now - run.startedAt > DEADLINE) return { do: 'fail', reason: pastDeadline };
  if (run.step === 'fetch' && run.fetchStartedAt !== null)
    return { do: quiet > FETCH_QUIET ? 'fetch_died' : 'nothing' };
  if (quiet <= QUIET) return { do: 'nothing' };
  return run.tries < MOST_TRIES ? { do: 'resend' } : { do: 'fail', reason: stuckAt(run) };
}

const pastDeadline = fault(
  'deadline_passed',
  'The sync took longer than two hours and was stopped. See its cost and connection log for what was slow.',
);

const stuckAt = (run: Run): Fault =>
  fault(
    'step_failed',
    `The sync stopped while ${PHASE_OF[run.step]} and did not go on after ${MOST_TRIES} tries. Start it again.`,
  );
