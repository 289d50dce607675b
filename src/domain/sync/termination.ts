import { type MappedPerson, textAttribute } from '../mapping/mapped-person.ts';
import type { AttributeChange } from '../user/changes.ts';
import type { KnownUser, Match } from '../user/matching.ts';
import { type Decision, makeDecision } from './decision.ts';
import type { SkipReason } from './vocabulary.ts';

export const ACCESS_ENDS = ['end_of_day', 'start_of_day'] as const;
export type AccessEnds = (typeof ACCESS_ENDS)[number];

/** Both dates are ISO days in the tenant's time zone, so text compares as time. */
export const isPastTerminationDate = (terminationDate: string, today: string, accessEnds: AccessEnds): boolean =>
  accessEnds === 'end_of_day' ? terminationDate < today : terminationDate <= today;

/** One before the hire date is a mistake in the data and is ignored. */
export function terminationDateOf(person: MappedPerson): { date: string | null; ignored: boolean } {
  const date = textAttribute(person, 'termination_date');
  const hireDate = textAttribute(person, 'hire_date');
  const ignored = date !== null && hireDate !== null && date < hireDate;
  return { date: ignored ? null : date, ignored };
}

export function hasLeft(person: MappedPerson, today: string, accessEnds: AccessEnds): boolean {
  if (person.status === 'terminated') return true;
  const { date } = terminationDateOf(person);
  return date !== null && isPastTerminationDate(date, today, accessEnds);
}

/**
 * An admin's override holds until the data source's own state changes; then it is lifted, as a change of the record.
 * @returns the changes, empty without an override; null while the override holds
 */
export function liftOverride(user: KnownUser, sourceState: 'active' | 'gone'): AttributeChange[] | null {
  if (!user.override) return [];
  if (user.overrideSeen === sourceState) return null;
  return [{ attribute: 'override', before: user.override, after: null }];
}

const STATE_TERMINATED: AttributeChange = { attribute: 'state', before: 'active', after: 'terminated' };

/** The user has left, is absent from a complete snapshot, or is out of scope. */
export function decideTermination(match: Match, user: KnownUser, fetchStartedAt: number): Decision {
  const skipped = (reason: SkipReason) => makeDecision('skipped', match, { reason });
  if (user.changedAt > fetchStartedAt) return skipped('newer_data');
  const lifted = liftOverride(user, 'gone');
  if (lifted === null) return skipped('override');
  if (user.state === 'terminated') {
    return lifted.length > 0 ? makeDecision('updated', match, { changes: lifted }) : skipped('already_terminated');
  }
  if (user.protected) return skipped('protected');
  return makeDecision('terminated', match, { changes: [STATE_TERMINATED, ...lifted] });
}

/**
 * @param owned the user is active and owned by this data source: only such a user is terminated, as if they had left
 */
export function decideOutOfScope(match: Match, owned: boolean, fetchStartedAt: number): Decision {
  const { user, emailHolder } = match;
  if (!user || !owned) {
    return makeDecision('skipped', match, { reason: 'out_of_scope', emailHolder: user ? null : emailHolder });
  }
  const decision = decideTermination(match, user, fetchStartedAt);
  return decision.outcome === 'terminated' ? { ...decision, reason: 'out_of_scope' } : decision;
}
