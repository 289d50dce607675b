import type { MappedPerson } from '../domain/mapping/person.ts';
import type { Decision } from '../domain/sync/decision.ts';
import { fingerprintText } from '../domain/sync/fingerprint.ts';
import { type PackedRecord, standingOf, type Weight } from '../domain/sync/pack.ts';
import type { Pinned } from '../domain/sync/pinned.ts';
import { decide, type PlanContext } from '../domain/sync/plan.ts';
import type { Tallied } from '../domain/sync/tally.ts';
import { emailKey, employeeKey } from '../domain/user/keys.ts';
import { isGone } from '../domain/user/leaving.ts';
import { match } from '../domain/user/match.ts';
import type { Found } from '../store/finding.ts';
import type { StepStore } from '../store/open.ts';
import type { RecordRow } from '../store/plans.ts';
import type { Evaluator } from './compiled-mapping.ts';
import { mapPayload, strictDecoder } from './map-payload.ts';

/** One payload, read and mapped, not yet looked up. */
export interface Candidate {
  person: MappedPerson;
  employeeKey: string | null;
  emailKey: string | null;
  fingerprint: string;
  /** Bytes of the payload. */
  length: number;
}

/** What became of one payload. */
export interface Planned {
  candidate: Candidate;
  decision: Decision;
}

/** Reads and maps payloads, finds their users in one read, and decides. Nothing is written. */
export async function planPayloads(
  store: StepStore,
  { mapping, hash }: Evaluator,
  pinned: Pinned,
  fetchStartedAt: number,
  payloads: Iterable<Uint8Array>,
): Promise<Planned[]> {
  const decoder = strictDecoder();
  const candidates: Candidate[] = [];
  for (const bytes of payloads) {
    const person = mapPayload(mapping, bytes, decoder);
    candidates.push(candidateOf(person, hash(fingerprintText(person)), bytes.length));
  }
  const found = await store.finding.find(candidates, pinned.source, pinned.snapshotWriters);
  const context: PlanContext = { ...pinned, fetchStartedAt, mapping };
  return candidates.map((candidate, index) => ({ candidate, decision: decideOne(candidate, found[index], context) }));
}

function decideOne(candidate: Candidate, found: Found | undefined, context: PlanContext): Decision {
  const matched = match(candidate.employeeKey, found?.byEmployee ?? null, found?.byEmail ?? null);
  return decide(candidate.person, matched, candidate.fingerprint, context);
}

const text = (person: MappedPerson, key: string): string | null => {
  const value = person.attributes[key];
  return typeof value === 'string' ? value : null;
};

const candidateOf = (person: MappedPerson, fingerprint: string, length: number): Candidate => ({
  person,
  employeeKey: employeeKey(text(person, 'employee_id')),
  emailKey: emailKey(text(person, 'email')),
  fingerprint,
  length,
});

/** Neither an employee ID nor an e-mail: nobody can tell whom such a record was about. */
export const isUnidentified = ({ candidate, decision }: Planned): boolean =>
  decision.outcome === 'failed' && !decision.user && candidate.employeeKey === null && candidate.emailKey === null;

/** A sound record of somebody in scope who has not left: what attributes most people have is asked of these alone. */
export const isOfSomebody = ({ standing }: PackedRecord): boolean => standing?.weight === 'counts' && standing.active;

/** What of a decision is counted. */
export const talliedOf = ({ outcome, reason, changes, claims }: Decision): Tallied => {
  const role = changes.find(({ attribute }) => attribute === 'role')?.after;
  return {
    outcome,
    reason,
    changed: changes.map(({ attribute }) => attribute),
    movesEmail: claims.emailKey !== null,
    role: role === 'restricted' || role === 'regular' ? role : null,
  };
};

/** Plain unchanged records live in the pack alone. */
export const needsRow = ({ decision }: Planned): boolean =>
  decision.outcome !== 'skipped' || decision.reason !== 'unchanged' || decision.errors.length > 0;

/** The record of one payload as it is stored. @param newId for a user to be created */
export function recordOf(
  planned: Planned,
  ordinal: number,
  newId: number | null,
  at: Pick<RecordRow, 'chunk' | 'offset' | 'length' | 'payload'>,
): RecordRow {
  const { candidate, decision } = planned;
  return {
    ordinal,
    userId: decision.user?.id ?? newId,
    outcome: decision.outcome,
    reason: decision.reason,
    label: decision.user ? null : labelOf(candidate.person),
    employeeKey: decision.claims.employeeKey,
    emailKey: decision.claims.emailKey,
    emailHolder: decision.holder?.id ?? null,
    handover: null,
    ...at,
    changes: decision.changes,
    errors: decision.errors,
    next: decision.next,
    baseVersion: decision.user?.version ?? null,
  };
}

/** The record in few bytes, with how it stands against other rows of the same person. */
export function packedOf(planned: Planned, newId: number | null, pinned: Pinned): PackedRecord {
  const { candidate, decision } = planned;
  const { person } = candidate;
  return {
    outcome: decision.outcome,
    hasRow: needsRow(planned),
    userId: decision.user?.id ?? newId ?? 0,
    alsoPresent: decision.user ? 0 : (decision.holder?.id ?? 0),
    length: candidate.length,
    standing:
      decision.outcome === 'failed'
        ? null
        : standingOf(
            weightOf(person, decision),
            !isGone(person, pinned.today, pinned.accessEnds),
            person.primary,
            text(person, 'hire_date'),
            candidate.fingerprint,
          ),
  };
}

/** A row that is not wanted, or says too little, must not stand for a person who has another one. */
const weightOf = (person: MappedPerson, { reason }: Decision): Weight =>
  !person.included ? 'out_of_scope' : reason === 'no_email' ? 'no_email' : 'counts';

function labelOf(person: MappedPerson): RecordRow['label'] {
  const received = (attribute: string): string | null => {
    const said = person.errors.find((error) => error.attribute === attribute)?.received;
    return said ? said.replace(/^"|"$/g, '') : null;
  };
  const label = {
    full_name: text(person, 'full_name') ?? received('full_name'),
    email: text(person, 'email') ?? received('email'),
  };
  return label.full_name === null && label.email === null ? null : label;
}
