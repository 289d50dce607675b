import { parsePastedPayload, parsePayloadOrUndefined } from '../../domain/mapping/payload.ts';
import { type TrialResult, tryMapping } from '../../domain/mapping/try-mapping.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import { loadTables } from '../../sync/mapping/value-tables.ts';
import { chooseSample, type SampleChoice, type SnapshotSample } from './choose-sample.ts';

export type TrialTarget = { pasted: string } | SampleChoice;

export interface TrialSubject {
  payload: unknown;
  /** Null for a pasted payload. */
  sample: SnapshotSample | null;
}

const subjectNotFound = fault('not_found', { what: 'snapshot_person' });

/** Faults `invalid_body` for an unreadable payload, `not_found` for a person. */
export async function readTrialSubject(
  store: TenantReader,
  source: SourceKind,
  target: TrialTarget,
): Promise<Result<TrialSubject, Fault>> {
  if ('pasted' in target) {
    const payload = parsePastedPayload(target.pasted);
    return payload.ok ? ok({ payload: payload.value, sample: null }) : payload;
  }
  const sample = await chooseSample(store, source, target);
  if (!sample) return fail(subjectNotFound);
  // The record has the reason why a sync could not read it.
  const unreadable = sample.record.errors.find(({ code }) => code === 'invalid_json' || code === 'invalid_utf8');
  if (unreadable) return fail(fault('invalid_body', { sentence: unreadable.message }));
  const payload = parsePayloadOrUndefined(sample.payload);
  return payload === undefined ? fail(subjectNotFound) : ok({ payload, sample });
}

/** @param body the unchecked mapping: an expression that does not compile has its own result, and stops no other */
export async function runMappingTrial(
  store: TenantReader,
  body: unknown,
  { payload }: TrialSubject,
): Promise<TrialResult[]> {
  return tryMapping(body, payload, await loadTables(store, body));
}
