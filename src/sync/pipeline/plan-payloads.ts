import { fingerprintText, type MappedPerson, textAttribute } from '../../domain/mapping/mapped-person.ts';
import { decide, type PlanContext } from '../../domain/sync/decide.ts';
import type { Decision } from '../../domain/sync/decision.ts';
import { type PackedRecord, type RowEligibility, rowRank } from '../../domain/sync/pack.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import type { TalliedRecord } from '../../domain/sync/tally.ts';
import { hasLeft } from '../../domain/sync/termination.ts';
import { emailKey, employeeKey, matchUser } from '../../domain/user/matching.ts';
import type { TenantWriter } from '../../store/open-for-writing.ts';
import type { KeyMatches } from '../../store/plans/match.ts';
import type { PlannedRecord } from '../../store/plans/writer.ts';
import type { Evaluator } from '../mapping/evaluator.ts';
import { mapPayload, strictUtf8Decoder } from '../mapping/map-payload.ts';

export interface Candidate {
  person: MappedPerson;
  employeeKey: string | null;
  emailKey: string | null;
  fingerprint: string;
  /** In bytes. */
  length: number;
}

export interface PlannedPayload {
  candidate: Candidate;
  decision: Decision;
}

/** Writes nothing. The result is in the order of the payloads. */
export async function planPayloads(
  store: TenantWriter,
  { mapping, hash }: Evaluator,
  pinned: Pinned,
  fetchStartedAt: number,
  payloads: Iterable<Uint8Array>,
): Promise<PlannedPayload[]> {
  const decoder = strictUtf8Decoder();
  const candidates: Candidate[] = [];
  for (const bytes of payloads) {
    const person = mapPayload(mapping, bytes, decoder);
    candidates.push(toCandidate(person, hash(fingerprintText(person)), bytes.length));
  }
  const matches = await store.plans.matchUsers(candidates, pinned.source, pinned.snapshotWriters);
  const context: PlanContext = { ...pinned, fetchStartedAt, mapping };
  return candidates.map((candidate, index) => ({
    candidate,
    decision: decideCandidate(candidate, matches[index], context),
  }));
}

function decideCandidate(candidate: Candidate, matches: KeyMatches | undefined, context: PlanContext): Decision {
  const match = matchUser(candidate.employeeKey, matches?.byEmployee ?? null, matches?.byEmail ?? null);
  return decide(candidate.person, match, candidate.fingerprint, context);
}

const toCandidate = (person: MappedPerson, fingerprint: string, length: number): Candidate => ({
  person,
  employeeKey: employeeKey(textAttribute(person, 'employee_id')),
  emailKey: emailKey(textAttribute(person, 'email')),
  fingerprint,
  length,
});

/** Failed, with neither key: nobody can tell whom the record was about. */
export const isUnidentified = ({ candidate, decision }: PlannedPayload): boolean =>
  decision.outcome === 'failed' && !decision.user && candidate.employeeKey === null && candidate.emailKey === null;

/** Only these records count for how full attributes are. */
export const isActivePerson = ({ rank }: PackedRecord): boolean => rank?.eligibility === 'counts' && rank.active;

export const toTalliedRecord = ({ outcome, reason, changes, claims }: Decision): TalliedRecord => {
  const role = changes.find(({ attribute }) => attribute === 'role')?.after;
  return {
    outcome,
    reason,
    changed: changes.map(({ attribute }) => attribute),
    changesEmail: claims.emailKey !== null,
    role: role === 'restricted' || role === 'regular' ? role : null,
  };
};

/** A plain unchanged record is only in the pack. */
export const needsRecordRow = ({ decision }: PlannedPayload): boolean =>
  decision.outcome !== 'skipped' || decision.reason !== 'unchanged' || decision.errors.length > 0;

/** @param location of the payload: a chunk with offset and length, or the payload itself */
export function toRecordRow(
  planned: PlannedPayload,
  ordinal: number,
  newUserId: number | null,
  location: Pick<PlannedRecord, 'chunk' | 'offset' | 'length' | 'payload'>,
): PlannedRecord {
  const { candidate, decision } = planned;
  return {
    ordinal,
    userId: decision.user?.id ?? newUserId,
    outcome: decision.outcome,
    reason: decision.reason,
    label: decision.user ? null : labelOf(candidate.person),
    employeeKey: decision.claims.employeeKey,
    emailKey: decision.claims.emailKey,
    emailHolder: decision.emailHolder?.id ?? null,
    handover: null,
    ...location,
    changes: decision.changes,
    errors: decision.errors,
    next: decision.next,
    baseVersion: decision.user?.version ?? null,
  };
}

export function toPackedRecord(planned: PlannedPayload, newUserId: number | null, pinned: Pinned): PackedRecord {
  const { candidate, decision } = planned;
  const { person } = candidate;
  return {
    outcome: decision.outcome,
    hasRow: needsRecordRow(planned),
    userId: decision.user?.id ?? newUserId ?? 0,
    alsoPresent: decision.user ? 0 : (decision.emailHolder?.id ?? 0),
    length: candidate.length,
    rank:
      decision.outcome === 'failed'
        ? null
        : rowRank(
            eligibilityOf(person, decision),
            !hasLeft(person, pinned.today, pinned.accessEnds),
            person.primary,
            textAttribute(person, 'hire_date'),
            candidate.fingerprint,
          ),
  };
}

/** A row that is out of scope or lacks an e-mail must not stand for a person who has another one. */
function eligibilityOf(person: MappedPerson, { reason }: Decision): RowEligibility {
  if (!person.included) return 'out_of_scope';
  return reason === 'no_email' ? 'no_email' : 'counts';
}

/** Names a person who has no user, if need be by values that were refused. */
function labelOf(person: MappedPerson): PlannedRecord['label'] {
  const received = (attribute: string): string | null => {
    const json = person.errors.find((error) => error.attribute === attribute)?.received;
    return json ? json.replace(/^"|"$/g, '') : null;
  };
  const label = {
    full_name: textAttribute(person, 'full_name') ?? received('full_name'),
    email: textAttribute(person, 'email') ?? received('email'),
  };
  return label.full_name === null && label.email === null ? null : label;
}
