import { recordErrors } from '../../domain/shared/record-error.ts';
import { packRecords } from '../../domain/sync/pack.ts';
import { packBucket } from '../../domain/sync/snapshot-index.ts';
import type { Tally } from '../../domain/sync/tally.ts';
import { UnmappedTally } from '../../domain/sync/unmapped.ts';
import { zeroCounts } from '../../domain/sync/vocabulary.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import { connectSource, newFetchLog } from '../connection/connect-source.ts';
import type { SyncRun } from '../coordinator/run.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';
import { loadEvaluator } from '../mapping/evaluator.ts';
import { applyPlan } from './apply.ts';
import { finishSync } from './finish.ts';
import { guardPlan } from './guard.ts';
import { isUnidentified, type PlannedPayload, planPayloads, toPackedRecord, toRecordRow } from './plan-payloads.ts';

/** The whole pipeline in one message, by the functions of a full sync. */
export async function syncPerson(env: Env, { tenant, sync }: JobOf<'single'>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.run(sync);
  if (!run) return;
  const store = openTenantForWriting(env, { id: tenant });
  if (run.step === 'single') {
    const payload = await fetchPerson(env, store, run);
    if (!payload) return;
    await planPerson(env, store, run, payload);
    await coordinator.planSealed(sync, { ...(await guardPlan(store, { ...run, records: 1 })), cost: store.cost });
  }
  await applyPlan(env, { job: 'apply', tenant, sync });
  await finishSync(env, { job: 'finish', tenant, sync });
}

interface FetchedPerson {
  bytes: Uint8Array;
  /** Milliseconds since the epoch: the time of the data. */
  fetchStartedAt: number;
}

/** @returns null when that failed, and the sync with it */
async function fetchPerson(env: Env, store: TenantReader, run: SyncRun): Promise<FetchedPerson | null> {
  const tenant = store.tenant.id;
  const coordinator = coordinatorOf(env, tenant);
  const log = newFetchLog();
  const now = Date.now();
  const [connection, sync] = await Promise.all([connectSource(env, store, log, run.pinned), store.syncs.get(run.sync)]);
  if (!sync?.personKey) throw new Error(`Sync ${run.sync} names no person`);
  const payload = connection.ok
    ? await connection.value.source.person(connection.value.stored, sync.personKey, connection.value.context)
    : connection;
  const exchanges = [...log.exchanges.lines];
  if (!payload.ok) {
    await coordinator.fail(run.sync, payload.fault, { exchanges });
    return null;
  }
  const fetchStartedAt = log.asOf ?? now;
  await coordinator.personFetched(run.sync, fetchStartedAt, exchanges);
  return { bytes: payload.value, fetchStartedAt };
}

async function planPerson(
  env: Env,
  store: TenantWriter,
  run: SyncRun,
  { bytes, fetchStartedAt }: FetchedPerson,
): Promise<void> {
  const evaluator = await loadEvaluator(store, run);
  const [first] = await planPayloads(store, evaluator, run.pinned, fetchStartedAt, [bytes]);
  if (!first) throw new Error('One payload makes one record');
  const planned = resolveEmailHolder(first);
  const isCreated = planned.decision.outcome === 'created';
  const newUserId = isCreated ? await coordinatorOf(env, store.tenant.id).reserveUserIds(run.sync, 1, 0, 1) : null;
  const payload = new TextDecoder().decode(bytes);
  const record = toRecordRow(planned, 0, newUserId, { chunk: null, offset: null, length: bytes.length, payload });
  const packed = { ...toPackedRecord(planned, newUserId, run.pinned), hasRow: true };
  const marker = {
    step: 'plan',
    part: 0,
    firstOrdinal: 0,
    records: 1,
    counts: countsOf(planned),
    pack: packRecords([packed]),
  } as const;
  const buckets =
    packed.userId > 0
      ? [{ bucket: store.plans.bucketOf(packed.userId), pack: packBucket([{ userId: packed.userId, ordinal: 0 }]) }]
      : [];
  await store.plans.runOnce([
    store.plans.markerStatement(run.sync, marker),
    ...store.plans.recordStatements(run.sync, [record]),
    ...store.plans.bucketStatements(run.sync, buckets),
  ]);
}

function countsOf(planned: PlannedPayload): Tally {
  const { candidate, decision } = planned;
  const tally: Tally = { ...zeroCounts(), [decision.outcome]: 1 };
  if (isUnidentified(planned)) tally.unidentified = 1;
  for (const { code } of decision.errors) tally[`error:${code}`] = 1;
  const unmapped = new UnmappedTally();
  unmapped.add(candidate.person.unmapped);
  return { ...tally, ...unmapped.counts() };
}

/** A single-user sync cannot hand over an e-mail: its holder keeps it, and the record fails. */
function resolveEmailHolder(planned: PlannedPayload): PlannedPayload {
  const { candidate, decision } = planned;
  if (!decision.emailHolder || (decision.outcome !== 'created' && decision.claims.emailKey === null)) return planned;
  const email = decision.claims.emailKey ?? '';
  const error =
    decision.outcome === 'created'
      ? recordErrors.employeeIdConflict(email, candidate.employeeKey, decision.emailHolder.details?.employeeId ?? null)
      : recordErrors.emailTaken(email);
  return {
    candidate,
    decision: {
      ...decision,
      outcome: 'failed',
      reason: null,
      claims: { employeeKey: null, emailKey: null },
      changes: [],
      next: null,
      errors: [error],
    },
  };
}
