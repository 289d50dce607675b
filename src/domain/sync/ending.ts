import type { KnownUser } from '../user/known.ts';
import type { Match } from '../user/match.ts';
import { type Decision, decision } from './decision.ts';
import type { Change, SkipReason } from './words.ts';

/** An admin's override holds until the data source's own state changes; then it is lifted, visibly. */
export function liftOverride(user: KnownUser, seen: 'active' | 'gone'): 'stays' | Change[] {
  if (!user.override) return [];
  if (user.overrideSeen === seen) return 'stays';
  return [{ attribute: 'override', before: user.override, after: null }];
}

const STATE_ENDS: Change = { attribute: 'state', before: 'active', after: 'terminated' };

/** The end of access for a user, because the payload says so or because nobody sends them any more. */
export function end(match: Match, user: KnownUser, lifted: Change[]): Decision {
  if (user.state === 'terminated') {
    if (lifted.length > 0) return decision('updated', match, { changes: lifted });
    return decision('skipped', match, { reason: 'already_terminated' });
  }
  if (user.protected) return decision('skipped', match, { reason: 'protected' });
  return decision('terminated', match, { changes: [STATE_ENDS, ...lifted] });
}

/**
 * What becomes of a person whom the mapping does not include: for an active user of this data source it is as if they had
 * left, for everybody else it is nothing.
 */
export function outOfScope(match: Match, ends: boolean, fetchStartedAt: number): Decision {
  const { user } = match;
  const skipped = (reason: SkipReason) => decision('skipped', match, { reason, holder: user ? null : match.holder });
  if (!user || !ends) return skipped('out_of_scope');
  if (user.changedAt > fetchStartedAt) return skipped('newer_data');
  const lifted = liftOverride(user, 'gone');
  if (lifted === 'stays') return skipped('override');
  const ended = end(match, user, lifted);
  return ended.outcome === 'terminated' ? { ...ended, reason: 'out_of_scope' } : ended;
}
