import type { RecordError } from '../shared/record-error.ts';
import type { Attributes, UserRole } from '../user/attributes.ts';
import type { AttributeChange } from '../user/changes.ts';
import type { KnownUser, Match } from '../user/matching.ts';
import type { Outcome, SkipReason } from './vocabulary.ts';

/** All that a user will hold once the record is applied. */
export interface NextUser {
  attributes: Attributes;
  role: UserRole;
  /** Termination date still to come. */
  endsOn: string | null;
  fingerprint: string;
}

/** What is to happen to one person. */
export interface Decision {
  outcome: Outcome;
  /** Why it was skipped; and of a termination `out_of_scope`, when that is why. */
  reason: SkipReason | null;
  user: KnownUser | null;
  /** Who else holds the e-mail that this record wants. */
  emailHolder: KnownUser | null;
  /** Keys that the user takes; null where they stay as they are. */
  claims: { employeeKey: string | null; emailKey: string | null };
  changes: AttributeChange[];
  errors: RecordError[];
  next: NextUser | null;
}

const NO_CLAIMS = { employeeKey: null, emailKey: null };

/** A decision about nothing but an outcome: what it does not say is empty. */
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
