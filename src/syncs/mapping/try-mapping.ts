import { type Fault, fault } from '../../domain/fault.ts';
import { readPasted } from '../../domain/mapping/pasted.ts';
import { parsePayload } from '../../domain/mapping/payload.ts';
import { type Tried, tryMapping } from '../../domain/mapping/try/try-mapping.ts';
import type { SourceKind } from '../../domain/sync/words.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { StepStore } from '../../store/open.ts';
import { chooseSample, type Sample, type SampleChoice } from './choose-sample.ts';
import { tablesFor } from './tables-for.ts';

/** On what a mapping is tried: a text that somebody pasted, or a person of a snapshot. */
export type TriedOn = { pasted: string } | SampleChoice;

/** A payload to try on. */
export interface Subject {
  payload: unknown;
  /** The person of a snapshot whose it is; null for a pasted one. */
  sample: Sample | null;
}

const nobodyThere = fault(
  'not_found',
  'There is no such person in a snapshot of this data source. Choose another, or paste a payload.',
);

/** Reads the payload to try on. @returns faults `invalid_body` for what was pasted, `not_found` for a person */
export async function subjectOf(store: StepStore, source: SourceKind, on: TriedOn): Promise<Result<Subject, Fault>> {
  if ('pasted' in on) {
    const payload = readPasted(on.pasted);
    return payload.ok ? ok({ payload: payload.value, sample: null }) : payload;
  }
  const sample = await chooseSample(store, source, on);
  if (!sample) return fail(nobodyThere);
  // What a sync could not read it says in the record itself.
  const unreadable = sample.record.errors.find(({ code }) => code === 'invalid_json' || code === 'invalid_utf8');
  if (unreadable) return fail(fault('invalid_body', unreadable.message));
  const payload = readStored(sample.payload);
  return payload === undefined ? fail(nobodyThere) : ok({ payload, sample });
}

/** Undefined for what is no JSON: a sync that was never planned has not said so. */
function readStored(text: string): unknown {
  try {
    return parsePayload(text);
  } catch {
    return undefined;
  }
}

/**
 * Tries a mapping that is being written on one payload.
 * @param body of the mapping, not checked: what does not compile is told in its own place, and stops nothing else
 */
export async function tryOn(store: StepStore, body: unknown, { payload }: Subject): Promise<Tried[]> {
  return tryMapping(body, payload, await tablesFor(store, body));
}
