import { type RecordError, recordErrors } from '../../domain/shared/record-error.ts';
import { type PackedRecord, unpackRecords } from '../../domain/sync/pack.ts';
import type { Correction, KeyClaim, PlacedRecord } from '../../domain/sync/reconcile.ts';
import { incrementTally, type TalliedRecord, tallyRecord } from '../../domain/sync/tally.ts';
import type { TenantWriter } from '../../store/open-for-writing.ts';
import type { PackedChunk, StepMarker } from '../../store/plans/markers.ts';
import { blankRecord, type PlannedRecord } from '../../store/plans/writer.ts';

interface ReconcileResult {
  corrections: readonly Correction[];
  chunks: readonly PackedChunk[];
  /** At least every record with a correction. */
  records: readonly PlacedRecord[];
  claims: readonly KeyClaim[];
}

/** The records and the new counts of their chunks are written in one transaction. */
export async function saveCorrections(
  store: TenantWriter,
  sync: number,
  marker: StepMarker,
  { corrections, chunks, records, claims }: ReconcileResult,
): Promise<void> {
  const holders = await store.plans.employeeIds(
    corrections.flatMap((correction) =>
      'holderId' in correction && correction.holderId !== null ? [correction.holderId] : [],
    ),
  );
  const employeeKeys = new Map(claims.map((claim) => [claim.ordinal, claim.employeeKey]));
  const byOrdinal = new Map(records.map((record) => [record.ordinal, record]));
  const tallied = await store.plans.talliedRecords(
    sync,
    corrections.flatMap(({ kind, ordinal }) => (kind === 'handover' ? [] : [ordinal])),
  );
  const rows: PlannedRecord[] = [];
  const handovers: { ordinal: number; group: number }[] = [];
  const recounted = new Map<number, PackedChunk>();
  for (const correction of corrections) {
    const { ordinal } = correction;
    if (correction.kind === 'handover') {
      handovers.push({ ordinal, group: correction.group });
      continue;
    }
    const record = byOrdinal.get(ordinal);
    const chunk = chunkOf(chunks, ordinal);
    if (!record || !chunk) throw new Error(`Record ${ordinal} of sync ${sync} is in no chunk`);
    const errors = correctionErrors(correction, employeeKeys.get(ordinal) ?? null, holders);
    adjustCounts(chunk, record, errors, tallied.get(ordinal));
    recounted.set(chunk.part, chunk);
    rows.push(correctedRecord(record, chunk, errors));
  }
  await store.plans.runOnce([
    store.plans.markerStatement(sync, marker),
    ...store.plans.correctionStatements(sync, rows),
    ...(handovers.length > 0 ? [store.plans.handoverGroupStatement(sync, handovers)] : []),
    ...(recounted.size > 0 ? [store.plans.recountStatement(sync, [...recounted.values()])] : []),
  ]);
}

function correctionErrors(
  correction: Correction,
  employeeKey: string | null,
  holders: ReadonlyMap<number, string | null>,
): RecordError[] {
  switch (correction.kind) {
    case 'duplicate':
      return [recordErrors.duplicate(correction.rows)];
    case 'shared_email':
      return [recordErrors.sharedEmail(correction.email)];
    case 'email_taken':
      return [recordErrors.emailTaken(correction.email)];
    case 'employee_id_conflict':
      return [
        recordErrors.employeeIdConflict(correction.email, employeeKey, holders.get(correction.holderId ?? 0) ?? null),
      ];
    case 'secondary_row':
    case 'handover':
      return [];
  }
}

function correctedRecord(record: PlacedRecord, chunk: PackedChunk, errors: RecordError[]): PlannedRecord {
  const userId = record.outcome === 'created' ? null : record.userId;
  return {
    ...blankRecord(record.ordinal, userId, errors.length > 0 ? 'failed' : 'skipped'),
    reason: errors.length > 0 ? null : 'secondary_row',
    chunk: chunk.part,
    offset: offsetOf(chunk, record.ordinal),
    length: record.length,
    errors,
  };
}

function adjustCounts(
  { counts }: PackedChunk,
  record: PackedRecord,
  errors: readonly RecordError[],
  tallied: TalliedRecord | undefined,
): void {
  incrementTally(counts, record.outcome, -1);
  incrementTally(counts, errors.length > 0 ? 'failed' : 'skipped');
  for (const { code } of errors) incrementTally(counts, `error:${code}`);
  if (tallied) tallyRecord(counts, tallied, -1);
}

const chunkOf = (chunks: readonly PackedChunk[], ordinal: number): PackedChunk | undefined =>
  chunks.findLast((chunk) => chunk.firstOrdinal <= ordinal);

/** Each payload is followed by a newline. */
function offsetOf(chunk: PackedChunk, ordinal: number): number {
  let offset = 0;
  let current = chunk.firstOrdinal;
  for (const { length } of unpackRecords(chunk.pack)) {
    if (current === ordinal) return offset;
    current += 1;
    offset += length + 1;
  }
  throw new RangeError(`Record ${ordinal} is not in its chunk`);
}
