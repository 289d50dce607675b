import type { CompiledMapping, MappedPerson } from '../mapping/person.ts';
import type { Attributes } from '../user/attributes.ts';
import { changesOf } from '../user/changes.ts';
import { emailKey, employeeKey, employeeText, isScientific } from '../user/keys.ts';
import type { KnownUser } from '../user/known.ts';
import { type AccessEnds, isGone, terminationDateOf } from '../user/leaving.ts';
import type { Match } from '../user/match.ts';
import { type Decision, decision } from './decision.ts';
import { end, liftOverride, outOfScope } from './ending.ts';
import { recordErrors } from './errors.ts';
import type { Change, RecordError } from './words.ts';

/** What holds for every record of a sync: pinned when it starts, so that a dry run and a live run see the same. */
export interface PlanContext {
  /** ISO day in the tenant's time zone. */
  today: string;
  accessEnds: AccessEnds;
  source: string;
  /** Data older than a user's last change never overwrites it. */
  fetchStartedAt: number;
  mapping: Pick<CompiledMapping, 'keepsOnNull' | 'createDaysBeforeHire'>;
}

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
  // Nobody mends a record that is not wanted; but to end access, it must be sound.
  const ends = user?.ownerSource === context.source && user.state === 'active';
  if (!person.included && !(ends && errors.length > 0)) return outOfScope(match, ends, context.fetchStartedAt);
  // Whoever has this e-mail may be meant, and must not count as absent.
  if (errors.length > 0) return decision('failed', match, { errors, holder: match.holder });
  const gone = isGone(person, context.today, context.accessEnds);
  // Many HR systems clear the e-mail of who has left: that a known person is gone is said all the same.
  if (textOf(person, 'email') === null && !(user && gone)) return decision('skipped', match, { reason: 'no_email' });
  if (!user) {
    if (gone) return decision('skipped', match, { reason: 'already_terminated' });
    return comesLater(person, context)
      ? decision('skipped', match, { reason: 'not_yet_hired', holder: match.holder })
      : create(person, match, fingerprint);
  }
  if (user.changedAt > context.fetchStartedAt) return decision('skipped', match, { reason: 'newer_data' });

  const lifted = liftOverride(user, gone ? 'gone' : 'active');
  if (lifted === 'stays') return decision('skipped', match, { reason: 'override' });
  if (gone) return end(match, user, lifted);
  return keep(person, match, user, lifted, fingerprint, context);
}

const DAY = 86_400_000;

/** Whether it is too early to create this person. It depends on the pinned day, so that a dry run and a live one agree. */
function comesLater(person: MappedPerson, { today, mapping }: PlanContext): boolean {
  const hired = textOf(person, 'hire_date');
  if (mapping.createDaysBeforeHire === null || hired === null) return false;
  return Date.parse(hired) - mapping.createDaysBeforeHire * DAY > Date.parse(today);
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
