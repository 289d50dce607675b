import { unpack } from '../domain/sync/pack.ts';
import { judgeClaims, judgePeople, type PlacedRecord, rowsByPerson } from '../domain/sync/settle.ts';
import { SnapshotIndex } from '../domain/sync/snapshot-index.ts';
import { noCost } from '../store/meter.ts';
import { openTenant, type StepStore } from '../store/open.ts';
import type { PackedChunk } from '../store/settling.ts';
import { coordinatorOf } from './coordinator/coordinator-of.ts';
import type { Run } from './coordinator/run.ts';
import { judgePlan } from './guard.ts';
import type { Job } from './jobs.ts';
import { overtake } from './overtake.ts';
import { findAbsent } from './settle-absent.ts';
import { saveCorrections } from './settle-corrections.ts';

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
    // Before the plan is judged: one that is held itself overtakes too. A preview has no newer data.
    if (run.snapshotOf === null) await overtake(store, { sync, source: run.pinned.source });
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
  const claims = await store.claims.meeting(sync);
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
