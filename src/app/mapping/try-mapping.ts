import { parsePastedPayload, parsePayloadOrUndefined } from '../../domain/mapping/payload.ts';
import { type TrialResult, tryMapping } from '../../domain/mapping/try-mapping.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import { loadTables } from '../../sync/mapping/value-tables.ts';
import { chooseSample, type SampleChoice, type SnapshotSample } from './choose-sample.ts';

/** What a mapping is tried on: a pasted payload, or a person of a snapshot. */
export type TrialTarget = { pasted: string } | SampleChoice;

export interface TrialSubject {
  payload: unknown;
  /** Null for a pasted payload. */
  sample: SnapshotSample | null;
}

const subjectNotFound = fault('not_found', { what: 'snapshot_person' });

/** @returns faults `invalid_body` for an unreadable payload, `not_found` for a person */
export async function readTrialSubject(
  store: TenantReader,
  source: SourceKind,
  on: TrialTarget,
): Promise<Result<TrialSubject, Fault>> {
  if ('pasted' in on) {
    const payload = parsePastedPayload(on.pasted);
    return payload.ok ? ok({ payload: payload.value, sample: null }) : payload;
  }
  const sample = await chooseSample(store, source, on);
  if (!sample) return fail(subjectNotFound);
  // The record says itself what of it a sync could not read.
  const unreadable = sample.record.errors.find(({ code }) => code === 'invalid_json' || code === 'invalid_utf8');
  if (unreadable) return fail(fault('invalid_body', { sentence: unreadable.message }));
  const payload = parsePayloadOrUndefined(sample.payload);
  return payload === undefined ? fail(subjectNotFound) : ok({ payload, sample });
}

/**
 * Tries a mapping that is being written on one payload.
 * @param body of the mapping, not checked: an expression that does not compile has its own result, and stops no other
 */
export async function runMappingTrial(
  store: TenantReader,
  body: unknown,
  { payload }: TrialSubject,
): Promise<TrialResult[]> {
  return tryMapping(body, payload, await loadTables(store, body));
}
