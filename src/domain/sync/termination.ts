import type { MappedPerson } from '../mapping/mapped-person.ts';
import type { AttributeChange } from '../user/changes.ts';
import type { KnownUser, Match } from '../user/matching.ts';
import { type Decision, makeDecision } from './decision.ts';
import type { SkipReason } from './vocabulary.ts';

/** When access ends on a termination date: after that day, or as it begins. */
export type AccessEnds = 'end_of_day' | 'start_of_day';

/** True once a termination date has passed. Dates are ISO days in the tenant's time zone, so text compares as time. */
export const isPastTerminationDate = (terminationDate: string, today: string, accessEnds: AccessEnds): boolean =>
  accessEnds === 'end_of_day' ? terminationDate < today : terminationDate <= today;

/** The last day for the record, or null. A date before the hire date is a mistake in the data and is ignored. */
export function terminationDateOf(person: MappedPerson): { date: string | null; ignored: boolean } {
  const { termination_date: ends, hire_date: hired } = person.attributes;
  if (typeof ends !== 'string') return { date: null, ignored: false };
  const ignored = typeof hired === 'string' && ends < hired;
  return { date: ignored ? null : ends, ignored };
}

/** Whether the payload itself says that this person has left. */
export function hasLeft(person: MappedPerson, today: string, accessEnds: AccessEnds): boolean {
  if (person.status === 'terminated') return true;
  const { date } = terminationDateOf(person);
  return date !== null && isPastTerminationDate(date, today, accessEnds);
}

/** An admin's override holds until the data source's own state changes; then it is lifted, visibly. */
export function liftOverride(user: KnownUser, seen: 'active' | 'gone'): 'stays' | AttributeChange[] {
  if (!user.override) return [];
  if (user.overrideSeen === seen) return 'stays';
  return [{ attribute: 'override', before: user.override, after: null }];
}

const STATE_TERMINATED: AttributeChange = { attribute: 'state', before: 'active', after: 'terminated' };

/** The end of access for a user, because the payload says so or because nobody sends them any more. */
export function decideTermination(match: Match, user: KnownUser, lifted: AttributeChange[]): Decision {
  if (user.state === 'terminated') {
    if (lifted.length > 0) return makeDecision('updated', match, { changes: lifted });
    return makeDecision('skipped', match, { reason: 'already_terminated' });
  }
  if (user.protected) return makeDecision('skipped', match, { reason: 'protected' });
  return makeDecision('terminated', match, { changes: [STATE_TERMINATED, ...lifted] });
}

/**
 * What becomes of a person whom the mapping does not include: for an active user of this data source it is as if they had
 * left, for everybody else it is nothing.
 */
export function decideOutOfScope(match: Match, ends: boolean, fetchStartedAt: number): Decision {
  const { user } = match;
  const skipped = (reason: SkipReason) =>
    makeDecision('skipped', match, { reason, emailHolder: user ? null : match.emailHolder });
  if (!user || !ends) return skipped('out_of_scope');
  if (user.changedAt > fetchStartedAt) return skipped('newer_data');
  const lifted = liftOverride(user, 'gone');
  if (lifted === 'stays') return skipped('override');
  const ended = decideTermination(match, user, lifted);
  return ended.outcome === 'terminated' ? { ...ended, reason: 'out_of_scope' } : ended;
}
