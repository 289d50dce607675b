import { unpackRecords } from '../../domain/sync/pack.ts';
import {
  groupRowsByPerson,
  type PlacedRecord,
  resolveDuplicateRows,
  resolveKeyClaims,
} from '../../domain/sync/reconcile.ts';
import { SnapshotIndex } from '../../domain/sync/snapshot-index.ts';
import { decideTermination } from '../../domain/sync/termination.ts';
import { zeroCounts } from '../../domain/sync/vocabulary.ts';
import type { KnownUser } from '../../domain/user/matching.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { PackedChunk } from '../../store/plans/markers.ts';
import { blankRecord, type PlannedRecord } from '../../store/plans/writer.ts';
import type { SyncRun } from '../coordinator/run.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';
import { guardPlan } from './guard.ts';
import { saveCorrections } from './reconcile-corrections.ts';

/**
 * What only shows across chunks: several rows of one person, e-mails that move between people, users who are absent.
 * Each part leaves a marker, so that a second delivery skips it.
 */
export async function reconcileSnapshot(env: Env, { tenant, sync, attempt }: JobOf<'settle'>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (!run || run.attempt !== attempt || run.step !== 'settle') return;
  const store = openTenantForWriting(env, { id: tenant });
  // The plan of a dry run is reconciled already: applying it only evaluates the guards again.
  if (run.planOf === null) {
    await reconcile(store, run);
    // Before the guards, since a plan that they hold supersedes too. A preview has no newer data.
    if (run.snapshotOf === null) await supersedeHeldPlans(store, run);
  }
  const plan = await guardPlan(store, run);
  await coordinator.planSealed(sync, { ...plan, cost: store.cost });
}

async function reconcile(store: TenantWriter, run: SyncRun): Promise<void> {
  const chunks = await store.plans.chunks(run.sync);
  const index = new SnapshotIndex(chunks, run.records);
  await reconcileRecords(store, run, chunks, index);
  await planAbsent(store, run, index);
  await writeBuckets(store, run, index);
}

async function reconcileRecords(
  store: TenantWriter,
  { sync }: SyncRun,
  chunks: readonly PackedChunk[],
  { repeatedUsers }: SnapshotIndex,
): Promise<void> {
  if (await store.plans.doneCounts(sync, 'judge', 0)) return;
  const claims = await store.plans.findKeyConflicts(sync);
  const marker = { step: 'judge', part: 0, firstOrdinal: 0, records: 0, counts: {}, pack: null } as const;
  if (repeatedUsers.size === 0 && claims.length === 0) {
    await store.plans.save(sync, marker, []);
    return;
  }
  const claimants = new Set(claims.map((claim) => claim.ordinal));
  const records = placedRecords(chunks)
    .filter((record) => repeatedUsers.has(record.userId) || claimants.has(record.ordinal))
    .toArray();
  const ranks = new Map(records.flatMap(({ ordinal, rank }) => (rank ? [[ordinal, rank]] : [])));
  const repeated = records.filter((record) => repeatedUsers.has(record.userId) && record.rank);
  const rowCorrections = resolveDuplicateRows(groupRowsByPerson(repeated, claims), ranks, claims);
  // A row that was not selected claims no key.
  const dropped = new Set(rowCorrections.map((correction) => correction.ordinal));
  const keyCorrections = resolveKeyClaims(claims.filter((claim) => !dropped.has(claim.ordinal)));
  const corrections = [...rowCorrections, ...keyCorrections];
  await saveCorrections(store, sync, marker, { corrections, chunks, records, claims });
}

function* placedRecords(chunks: readonly PackedChunk[]): Generator<PlacedRecord> {
  for (const { firstOrdinal, pack } of chunks) {
    let ordinal = firstOrdinal;
    for (const record of unpackRecords(pack)) yield { ...record, ordinal: ordinal++ };
  }
}

/** Absent: owned users whom no record of the snapshot matched. */
async function planAbsent(store: TenantWriter, run: SyncRun, index: SnapshotIndex): Promise<void> {
  if (await store.plans.doneCounts(run.sync, 'absent', 0)) return;
  const counts = zeroCounts();
  const rows: PlannedRecord[] = [];
  for await (const users of store.plans.ownedUsers(run.pinned.source, run.pinned.snapshotWriters)) {
    for (const user of users) {
      if (index.has(user.id)) continue;
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

function absentRecord(user: KnownUser, run: SyncRun, ordinal: number): PlannedRecord {
  const match = { user, emailHolder: null };
  const { outcome, reason, changes } = decideTermination(match, user, run.fetchStartedAt ?? 0);
  return { ...blankRecord(ordinal, user.id, outcome), reason, changes, baseVersion: user.version };
}

/** 2,048 users a row. */
async function writeBuckets(store: TenantWriter, { sync, records }: SyncRun, index: SnapshotIndex): Promise<void> {
  if (await store.plans.doneCounts(sync, 'buckets', 0)) return;
  const absent = await store.plans.absentUsers(sync, records);
  const buckets = index.buckets(store.plans.bucketOf, absent);
  const marker = { step: 'buckets', part: 0, firstOrdinal: 0, records, counts: {}, pack: null } as const;
  await store.plans.runOnce([
    store.plans.markerStatement(sync, marker),
    ...store.plans.bucketStatements(sync, buckets),
  ]);
}

async function supersedeHeldPlans(store: TenantWriter, { sync, pinned }: SyncRun): Promise<void> {
  for (const held of await store.syncs.listHeldBefore(pinned.source, sync)) {
    await store.syncs.update(held.id, {
      state: 'cancelled',
      reason: `${held.reason ?? ''} Sync ${sync} has newer data.`.trim(),
    });
  }
}
