import type { RecordError } from '../shared/record-error.ts';
import type { Attributes, UserRole } from '../user/attributes.ts';
import type { AttributeChange } from '../user/changes.ts';
import type { KnownUser, Match } from '../user/matching.ts';
import type { Outcome, SkipReason } from './vocabulary.ts';

export interface NextUser {
  attributes: Attributes;
  role: UserRole;
  /** Termination date still to come, as an ISO day. */
  endsOn: string | null;
  fingerprint: string;
}

export interface Decision {
  outcome: Outcome;
  /** Of a skipped record; `out_of_scope` also of a termination, when that is its cause. */
  reason: SkipReason | null;
  user: KnownUser | null;
  /** Another user, who has the e-mail that this record claims. */
  emailHolder: KnownUser | null;
  /** Keys that the user gets; null where a key stays as it is. */
  claims: { employeeKey: string | null; emailKey: string | null };
  changes: AttributeChange[];
  errors: RecordError[];
  next: NextUser | null;
}

const NO_CLAIMS = { employeeKey: null, emailKey: null };

export const makeDecision = (outcome: Outcome, match: Match, rest: Partial<Decision> = {}): Decision => ({
  outcome,
  reason: null,
  user: match.user,
  emailHolder: null,
  claims: NO_CLAIMS,
  changes: [],
  errors: [],
  next: null,
  ...rest,
});
