import { parsePastedPayload, parsePayload } from '../../domain/mapping/payload.ts';
import { type TrialResult, tryMapping } from '../../domain/mapping/try-mapping.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import { loadTables } from '../../sync/mapping/value-tables.ts';
import { chooseSample, type SampleChoice, type SnapshotSample } from './choose-sample.ts';

/** On what a mapping is tried: a text that somebody pasted, or a person of a snapshot. */
export type TryTarget = { pasted: string } | SampleChoice;

/** A payload to try on. */
export interface TrySubject {
  payload: unknown;
  /** The person of a snapshot whose it is; null for a pasted one. */
  sample: SnapshotSample | null;
}

const subjectNotFound = fault('not_found', { what: 'snapshot_person' });

/** Reads the payload to try on. @returns faults `invalid_body` for what was pasted, `not_found` for a person */
export async function readSubject(
  store: TenantReader,
  source: SourceKind,
  on: TryTarget,
): Promise<Result<TrySubject, Fault>> {
  if ('pasted' in on) {
    const payload = parsePastedPayload(on.pasted);
    return payload.ok ? ok({ payload: payload.value, sample: null }) : payload;
  }
  const sample = await chooseSample(store, source, on);
  if (!sample) return fail(subjectNotFound);
  // What a sync could not read it says in the record itself.
  const unreadable = sample.record.errors.find(({ code }) => code === 'invalid_json' || code === 'invalid_utf8');
  if (unreadable) return fail(fault('invalid_body', { sentence: unreadable.message }));
  const payload = parseStored(sample.payload);
  return payload === undefined ? fail(subjectNotFound) : ok({ payload, sample });
}

/** Undefined for what is no JSON: a sync that was never planned has not said so. */
function parseStored(text: string): unknown {
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
export async function tryMappingOn(
  store: TenantReader,
  body: unknown,
  { payload }: TrySubject,
): Promise<TrialResult[]> {
  return tryMapping(body, payload, await loadTables(store, body));
}
