import { recordErrors } from '../domain/sync/errors.ts';
import { type PackedRecord, unpack } from '../domain/sync/pack.ts';
import { end, liftOverride } from '../domain/sync/plan.ts';
import {
  type Correction,
  judgeClaims,
  judgePeople,
  type KeyClaim,
  type PlacedRecord,
  rowsByPerson,
} from '../domain/sync/settle.ts';
import { SnapshotIndex } from '../domain/sync/snapshot-index.ts';
import { noCounts, type RecordError } from '../domain/sync/words.ts';
import type { KnownUser } from '../domain/user/known.ts';
import { noCost } from '../store/meter.ts';
import { openTenant, type StepStore } from '../store/open.ts';
import type { RecordRow } from '../store/plans.ts';
import type { PackedChunk } from '../store/settling.ts';
import { coordinatorOf } from './coordinator/coordinator-of.ts';
import type { Run } from './coordinator/run.ts';
import { judgePlan } from './guard.ts';
import type { Job } from './jobs.ts';
import { overtake } from './overtake.ts';

/**
 * Looks at a complete snapshot as a whole, once every chunk is planned: several rows of one person, e-mails that move
 * between people, users who are absent. Then the plan is sealed. Each part leaves a marker, so it may come twice.
 */
export async function settleSnapshot(
  env: Env,
  { tenant, sync, attempt }: Extract<Job, { job: 'settle' }>,
): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (!run || run.attempt !== attempt || run.step !== 'settle') return;
  const store = openTenant(env, { id: tenant }, noCost());
  // The plan of a dry run was settled when it was made; applying it only judges the guards again.
  if (run.planOf === null) {
    await settle(store, run);
    // Before the plan is judged: one that is held itself overtakes too.
    await overtake(store, { sync, source: run.pinned.source });
  }
  const plan = await judgePlan(store, run);
  await coordinator.sealed(sync, { ...plan, cost: store.cost });
}

async function settle(store: StepStore, run: Run): Promise<void> {
  const chunks = await store.settling.chunks(run.sync);
  const index = new SnapshotIndex(chunks, run.records);
  await judgeRecords(store, run, chunks, index);
  await findAbsent(store, run, index);
  await writeBuckets(store, run, index);
}

/** Every record of the snapshot, in order. */
function* placed(chunks: readonly PackedChunk[]): Generator<PlacedRecord> {
  for (const { firstOrdinal, pack } of chunks) {
    let ordinal = firstOrdinal;
    for (const record of unpack(pack)) yield { ...record, ordinal: ordinal++ };
  }
}

async function judgeRecords(
  store: StepStore,
  { sync }: Run,
  chunks: readonly PackedChunk[],
  { repeated }: SnapshotIndex,
): Promise<void> {
  if (await store.plans.done(sync, 'judge', 0)) return;
  const claims = await store.settling.claims(sync);
  const marker = { step: 'judge', part: 0, firstOrdinal: 0, records: 0, counts: {}, pack: null } as const;
  if (repeated.size === 0 && claims.length === 0) {
    await store.plans.save(sync, marker, []);
    return;
  }
  const wanted = new Set(claims.map((claim) => claim.ordinal));
  const involved = placed(chunks)
    .filter((record) => repeated.has(record.userId) || wanted.has(record.ordinal))
    .toArray();
  const standings = new Map(involved.flatMap(({ ordinal, standing }) => (standing ? [[ordinal, standing]] : [])));
  const people = judgePeople(
    rowsByPerson(
      involved.filter((record) => repeated.has(record.userId) && record.standing),
      claims,
    ),
    standings,
    claims,
  );
  const out = new Set(people.map((correction) => correction.ordinal));
  const corrections = [...people, ...judgeClaims(claims.filter((claim) => !out.has(claim.ordinal)))];
  await saveCorrections(store, sync, marker, corrections, chunks, involved, claims);
}

async function saveCorrections(
  store: StepStore,
  sync: number,
  marker: Parameters<StepStore['plans']['markerStatement']>[1],
  corrections: readonly Correction[],
  chunks: readonly PackedChunk[],
  involved: readonly PlacedRecord[],
  claims: readonly KeyClaim[],
): Promise<void> {
  const holders = await store.settling.employeeIds(
    corrections.flatMap((one) => ('holderId' in one && one.holderId !== null ? [one.holderId] : [])),
  );
  const employeeKeys = new Map(claims.map((claim) => [claim.ordinal, claim.employeeKey]));
  const records = new Map(involved.map((record) => [record.ordinal, record]));
  const rows: RecordRow[] = [];
  const groups: { ordinal: number; group: number }[] = [];
  const touched = new Map<number, PackedChunk>();
  for (const correction of corrections) {
    const { ordinal } = correction;
    if (correction.kind === 'handover') {
      groups.push({ ordinal, group: correction.group });
      continue;
    }
    const record = records.get(ordinal);
    const chunk = chunkOf(chunks, ordinal);
    if (!record || !chunk) throw new Error(`Record ${ordinal} of sync ${sync} is in no chunk`);
    const errors = errorsOf(correction, employeeKeys.get(ordinal) ?? null, holders);
    recount(chunk, record, errors);
    touched.set(chunk.part, chunk);
    rows.push(corrected(record, chunk, errors));
  }
  await store.plans.once([
    store.plans.markerStatement(sync, marker),
    ...store.plans.correctionStatements(sync, rows),
    ...(groups.length > 0 ? [store.settling.handoverStatement(sync, groups)] : []),
    ...(touched.size > 0 ? [store.settling.recountStatement(sync, [...touched.values()])] : []),
  ]);
}

function errorsOf(
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

/** The record as settling leaves it: failed with errors, or a secondary row. */
function corrected(record: PlacedRecord, chunk: PackedChunk, errors: RecordError[]): RecordRow {
  return {
    ordinal: record.ordinal,
    userId: record.outcome === 'created' ? null : record.userId,
    outcome: errors.length > 0 ? 'failed' : 'skipped',
    reason: errors.length > 0 ? null : 'secondary_row',
    label: null,
    employeeKey: null,
    emailKey: null,
    emailHolder: null,
    handover: null,
    chunk: chunk.part,
    offset: offsetOf(chunk, record.ordinal),
    length: record.length,
    payload: null,
    changes: [],
    errors,
    next: null,
    baseVersion: null,
  };
}

function recount(chunk: PackedChunk, record: PackedRecord, errors: readonly RecordError[]): void {
  const { counts } = chunk;
  const to = errors.length > 0 ? 'failed' : 'skipped';
  counts[record.outcome] = (counts[record.outcome] ?? 0) - 1;
  counts[to] = (counts[to] ?? 0) + 1;
  for (const { code } of errors) counts[`error:${code}`] = (counts[`error:${code}`] ?? 0) + 1;
}

const chunkOf = (chunks: readonly PackedChunk[], ordinal: number): PackedChunk | undefined =>
  chunks.findLast((chunk) => chunk.firstOrdinal <= ordinal);

function offsetOf(chunk: PackedChunk, ordinal: number): number {
  let offset = 0;
  let at = chunk.firstOrdinal;
  for (const { length } of unpack(chunk.pack)) {
    if (at++ === ordinal) return offset;
    offset += length + 1;
  }
  throw new RangeError(`Record ${ordinal} is not in its chunk`);
}

/** Users whom no record of a complete snapshot matched. A user changed after the fetch began is newer than the snapshot. */
async function findAbsent(store: StepStore, run: Run, present: SnapshotIndex): Promise<void> {
  if (await store.plans.done(run.sync, 'absent', 0)) return;
  const counts = noCounts();
  const rows: RecordRow[] = [];
  for await (const owned of store.settling.owned(run.pinned.source)) {
    for (const user of owned) {
      if (present.has(user.id)) continue;
      const row = absentRecord(user, run, run.records + rows.length);
      rows.push(row);
      counts[row.outcome] += 1;
    }
  }
  const marker = {
    step: 'absent',
    part: 0,
    firstOrdinal: run.records,
    records: rows.length,
    counts: { ...counts },
    pack: null,
  } as const;
  await store.plans.save(run.sync, marker, rows);
}

function absentRecord(user: KnownUser, run: Run, ordinal: number): RecordRow {
  const matched = { user, holder: null };
  const newer = user.changedAt > (run.fetchStartedAt ?? 0);
  const lifted = newer ? [] : liftOverride(user, 'gone');
  const decided = lifted === 'stays' ? null : end(matched, user, lifted);
  return {
    ordinal,
    userId: user.id,
    outcome: newer || !decided ? 'skipped' : decided.outcome,
    reason: newer ? 'newer_data' : decided ? decided.reason : 'override',
    label: null,
    employeeKey: null,
    emailKey: null,
    emailHolder: null,
    handover: null,
    chunk: null,
    offset: null,
    length: null,
    payload: null,
    changes: newer || !decided ? [] : decided.changes,
    errors: [],
    next: null,
    baseVersion: user.version,
  };
}

/** Transposes the packs once: where each user's records are, 2,048 users a row. */
async function writeBuckets(store: StepStore, { sync, records }: Run, index: SnapshotIndex): Promise<void> {
  if (await store.plans.done(sync, 'buckets', 0)) return;
  const absent = await store.records.absentUsers(sync, records);
  const buckets = index.buckets(store.settling.bucketOf, absent);
  const marker = { step: 'buckets', part: 0, firstOrdinal: 0, records, counts: {}, pack: null } as const;
  await store.plans.once([
    store.plans.markerStatement(sync, marker),
    ...store.settling.bucketStatements(sync, buckets),
  ]);
}
