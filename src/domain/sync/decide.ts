import { DAY_MS } from '../../lib/time.ts';
import { type CompiledMapping, type MappedPerson, textAttribute } from '../mapping/mapped-person.ts';
import { type RecordError, recordErrors } from '../shared/record-error.ts';
import type { Attributes } from '../user/attributes.ts';
import { type AttributeChange, diffAttributes } from '../user/changes.ts';
import {
  emailKey,
  employeeKey,
  isScientificNotation,
  type KnownUser,
  type Match,
  normalizeEmployeeId,
} from '../user/matching.ts';
import { type Decision, makeDecision } from './decision.ts';
import {
  type AccessEnds,
  decideOutOfScope,
  decideTermination,
  hasLeft,
  liftOverride,
  terminationDateOf,
} from './termination.ts';

/** Pinned when a sync starts, so that a dry run and a live run agree. */
export interface PlanContext {
  /** ISO day in the tenant's time zone. */
  today: string;
  accessEnds: AccessEnds;
  source: string;
  /** Milliseconds since the epoch; data older than a user's last change never overwrites it. */
  fetchStartedAt: number;
  mapping: Pick<CompiledMapping, 'keepsOnNull' | 'createDaysBeforeHire'>;
}

/**
 * A pure function: dry run, live run, preview and webhook all come through here.
 * @param match by `matchUser`
 * @param fingerprint hash of `fingerprintText(person)`
 */
export function decide(person: MappedPerson, match: Match, fingerprint: string, context: PlanContext): Decision {
  const { user } = match;
  const formatError = idFormatError(person, user);
  const errors = formatError ? [...person.errors, formatError] : person.errors;
  // Errors of a person out of scope are ignored, unless a record with errors would end somebody's access.
  const owned = user?.ownerSource === context.source && user.state === 'active';
  if (!person.included && !(owned && errors.length > 0)) return decideOutOfScope(match, owned, context.fetchStartedAt);
  // The record may be about the holder of this e-mail, who must not count as absent.
  if (errors.length > 0) return makeDecision('failed', match, { errors, emailHolder: match.emailHolder });
  const gone = hasLeft(person, context.today, context.accessEnds);
  // Many HR systems clear the e-mail of people who have left: a known user is terminated all the same.
  if (textAttribute(person, 'email') === null && !(user && gone)) {
    return makeDecision('skipped', match, { reason: 'no_email' });
  }
  if (!user) {
    if (gone) return makeDecision('skipped', match, { reason: 'already_terminated' });
    return isBeforeCreationDay(person, context)
      ? makeDecision('skipped', match, { reason: 'not_yet_hired', emailHolder: match.emailHolder })
      : decideCreate(person, match, fingerprint);
  }
  if (gone) return decideTermination(match, user, context.fetchStartedAt);
  if (user.changedAt > context.fetchStartedAt) return makeDecision('skipped', match, { reason: 'newer_data' });
  const lifted = liftOverride(user, 'active');
  if (lifted === null) return makeDecision('skipped', match, { reason: 'override' });
  return decideUpdate(person, match, user, lifted, fingerprint, context);
}

function isBeforeCreationDay(person: MappedPerson, { today, mapping }: PlanContext): boolean {
  const hired = textAttribute(person, 'hire_date');
  if (mapping.createDaysBeforeHire === null || hired === null) return false;
  return Date.parse(hired) - mapping.createDaysBeforeHire * DAY_MS > Date.parse(today);
}

function idFormatError(person: MappedPerson, user: KnownUser | null): RecordError | null {
  const received = textAttribute(person, 'employee_id');
  if (received === null) return null;
  const known = user?.details?.employeeId ?? null;
  if (known !== null && normalizeEmployeeId(known) !== normalizeEmployeeId(received))
    return recordErrors.idFormatChanged(received, known);
  return known === null && isScientificNotation(received) && (!user || user.details)
    ? recordErrors.idFormatChanged(received, null)
    : null;
}

function decideCreate(person: MappedPerson, match: Match, fingerprint: string): Decision {
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(person.attributes)) if (value !== null) attributes[key] = value;
  // No changes: they would repeat the values.
  return makeDecision('created', match, {
    emailHolder: match.emailHolder,
    claims: {
      employeeKey: employeeKey(textAttribute(person, 'employee_id')),
      emailKey: emailKey(textAttribute(person, 'email')),
    },
    errors: warningsFor(person),
    next: { attributes, role: person.role ?? 'regular', endsOn: terminationDateOf(person).date, fingerprint },
  });
}

function decideUpdate(
  person: MappedPerson,
  match: Match,
  user: KnownUser,
  lifted: AttributeChange[],
  fingerprint: string,
  context: PlanContext,
): Decision {
  const { details } = user;
  const isRestored = user.state === 'terminated';
  const changesOwner = user.ownerSource !== context.source;
  if (!details) {
    // The fingerprint equals the stored one: there is nothing to compare.
    if (!isRestored && !changesOwner && lifted.length === 0) return skipUnchanged(person, match);
    throw new Error('A user whose state changes must come with details');
  }
  const { changes, after } = diffAttributes(details.attributes, person.attributes, context.mapping.keepsOnNull);
  const role = person.role ?? details.role;
  if (role !== details.role) changes.push({ attribute: 'role', before: details.role, after: role });
  if (changesOwner) changes.push({ attribute: 'owner', before: user.ownerSource, after: context.source });
  if (isRestored) changes.push({ attribute: 'state', before: 'terminated', after: 'active' });
  changes.push(...lifted);
  if (changes.length === 0) return skipUnchanged(person, match);

  const email = emailKey(textAttribute(person, 'email'));
  const newEmployeeKey = details.employeeKey === null ? employeeKey(textAttribute(person, 'employee_id')) : null;
  const takesEmail = email !== null && email !== details.emailKey;
  return makeDecision(isRestored ? 'restored' : 'updated', match, {
    emailHolder: takesEmail ? match.emailHolder : null,
    claims: { employeeKey: newEmployeeKey, emailKey: takesEmail ? email : null },
    changes,
    errors: warningsFor(person),
    next: {
      attributes: after,
      role,
      endsOn: terminationDateOf(person).date,
      fingerprint: keepsUnmappedValues(after, person) ? '' : fingerprint,
    },
  });
}

/**
 * Whether a user keeps values that the mapping did not give. The stored fingerprint of such a user matches no payload:
 * another mapping may clear those values for the very same payload.
 */
const keepsUnmappedValues = (after: Attributes, person: MappedPerson): boolean =>
  Object.keys(after).some((key) => key !== 'employee_id' && (person.attributes[key] ?? null) === null);

const skipUnchanged = (person: MappedPerson, match: Match): Decision =>
  makeDecision('skipped', match, { reason: 'unchanged', errors: warningsFor(person) });

function warningsFor(person: MappedPerson): RecordError[] {
  const received = textAttribute(person, 'termination_date');
  return received !== null && terminationDateOf(person).ignored ? [recordErrors.terminationDateIgnored(received)] : [];
}
