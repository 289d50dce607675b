import type { CompiledMapping, MappedPerson } from '../mapping/person.ts';
import type { Attributes, Role } from '../user/attributes.ts';
import { changesOf } from '../user/changes.ts';
import { emailKey, employeeKey, employeeText, isScientific } from '../user/keys.ts';
import type { KnownUser } from '../user/known.ts';
import { type AccessEnds, isGone, terminationDateOf } from '../user/leaving.ts';
import type { Match } from '../user/match.ts';
import { recordErrors } from './errors.ts';
import type { Change, Outcome, RecordError, SkipReason } from './words.ts';

/** What holds for every record of a sync: pinned when it starts, so that a dry run and a live run see the same. */
export interface PlanContext {
  /** ISO day in the tenant's time zone. */
  today: string;
  accessEnds: AccessEnds;
  source: string;
  /** Data older than a user's last change never overwrites it. */
  fetchStartedAt: number;
  mapping: Pick<CompiledMapping, 'keepsOnNull'>;
}

/** All that a user will hold once the record is applied. */
export interface NextUser {
  attributes: Attributes;
  role: Role;
  /** Termination date still to come. */
  endsOn: string | null;
  fingerprint: string;
}

/** What is to happen to one person. */
export interface Decision {
  outcome: Outcome;
  reason: SkipReason | null;
  user: KnownUser | null;
  /** Who else holds the e-mail that this record wants. */
  holder: KnownUser | null;
  /** Keys that the user takes; null where they stay as they are. */
  claims: { employeeKey: string | null; emailKey: string | null };
  changes: Change[];
  errors: RecordError[];
  next: NextUser | null;
}

const NO_CLAIMS = { employeeKey: null, emailKey: null };

const decision = (outcome: Outcome, match: Match, rest: Partial<Decision> = {}): Decision => ({
  outcome,
  reason: null,
  user: match.user,
  holder: null,
  claims: NO_CLAIMS,
  changes: [],
  errors: [],
  next: null,
  ...rest,
});

const textOf = (person: MappedPerson, key: string): string | null => {
  const value = person.attributes[key];
  return typeof value === 'string' ? value : null;
};

/**
 * Decides what one payload means for the user it is about. A pure function: dry run, live run, preview and webhook all
 * come through here.
 * @param match who the payload is about, from domain/user/match.ts
 * @param fingerprint hash of fingerprintText(person)
 */
export function decide(person: MappedPerson, match: Match, fingerprint: string, context: PlanContext): Decision {
  const { user } = match;
  const formatError = idFormatError(person, user);
  const errors = formatError ? [...person.errors, formatError] : person.errors;
  // Whoever has this e-mail may be meant, and must not count as absent.
  if (errors.length > 0) return decision('failed', match, { errors, holder: match.holder });

  const gone = isGone(person, context.today, context.accessEnds);
  if (!user)
    return gone ? decision('skipped', match, { reason: 'already_terminated' }) : create(person, match, fingerprint);
  if (user.changedAt > context.fetchStartedAt) return decision('skipped', match, { reason: 'newer_data' });

  const lifted = liftOverride(user, gone ? 'gone' : 'active');
  if (lifted === 'stays') return decision('skipped', match, { reason: 'override' });
  if (gone) return end(match, user, lifted);
  return keep(person, match, user, lifted, fingerprint, context);
}

function idFormatError(person: MappedPerson, user: KnownUser | null): RecordError | null {
  const received = textOf(person, 'employee_id');
  if (received === null) return null;
  const known = user?.details?.employeeId ?? null;
  if (known !== null && employeeText(known) !== employeeText(received))
    return recordErrors.idFormatChanged(received, known);
  return known === null && isScientific(received) && (!user || user.details)
    ? recordErrors.idFormatChanged(received, null)
    : null;
}

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

function create(person: MappedPerson, match: Match, fingerprint: string): Decision {
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(person.attributes)) if (value !== null) attributes[key] = value;
  // A created user's changes are its values: nobody needs them twice.
  return decision('created', match, {
    holder: match.holder,
    claims: { employeeKey: employeeKey(textOf(person, 'employee_id')), emailKey: emailKey(textOf(person, 'email')) },
    errors: warnings(person),
    next: { attributes, role: person.role ?? 'regular', endsOn: terminationDateOf(person).date, fingerprint },
  });
}

function keep(
  person: MappedPerson,
  match: Match,
  user: KnownUser,
  lifted: Change[],
  fingerprint: string,
  context: PlanContext,
): Decision {
  const { details } = user;
  const restored = user.state === 'terminated';
  const changesOwner = user.ownerSource !== context.source;
  if (!details) {
    // The fingerprint is that of the values last written: there is nothing to compare.
    if (!restored && !changesOwner && lifted.length === 0) return unchanged(person, match);
    throw new Error('A user whose state changes must come with details');
  }
  const { changes, after } = changesOf(details.attributes, person.attributes, context.mapping.keepsOnNull);
  const role = person.role ?? details.role;
  if (role !== details.role) changes.push({ attribute: 'role', before: details.role, after: role });
  if (changesOwner) changes.push({ attribute: 'owner', before: user.ownerSource, after: context.source });
  if (restored) changes.push({ attribute: 'state', before: 'terminated', after: 'active' });
  changes.push(...lifted);
  if (changes.length === 0) return unchanged(person, match);

  const email = emailKey(textOf(person, 'email'));
  const employee = details.employeeKey === null ? employeeKey(textOf(person, 'employee_id')) : null;
  const takesEmail = email !== null && email !== details.emailKey;
  return decision(restored ? 'restored' : 'updated', match, {
    holder: takesEmail ? match.holder : null,
    claims: { employeeKey: employee, emailKey: takesEmail ? email : null },
    changes,
    errors: warnings(person),
    next: {
      attributes: after,
      role,
      endsOn: terminationDateOf(person).date,
      fingerprint: keepsMore(after, person) ? '' : fingerprint,
    },
  });
}

/**
 * Whether a user keeps values that the mapping did not give. Such a user's fingerprint equals none: another mapping may
 * clear them for the very same payload.
 */
const keepsMore = (after: Attributes, person: MappedPerson): boolean =>
  Object.keys(after).some((key) => key !== 'employee_id' && (person.attributes[key] ?? null) === null);

const unchanged = (person: MappedPerson, match: Match): Decision =>
  decision('skipped', match, { reason: 'unchanged', errors: warnings(person) });

function warnings(person: MappedPerson): RecordError[] {
  const received = textOf(person, 'termination_date');
  return received !== null && terminationDateOf(person).ignored ? [recordErrors.terminationDateIgnored(received)] : [];
}
