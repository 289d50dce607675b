import { type Fault, fault, withNobodyChanged } from '../../domain/shared/fault.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import { fail, type Result } from '../../lib/result.ts';
import { sourceOf } from '../../sources/registry.ts';
import type { FeedEnd } from '../../sources/source.ts';
import { zeroCost } from '../../store/cost.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import { connectSource, type FetchLog, newFetchLog } from '../connection/connect-source.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { Job } from '../jobs.ts';
import { ChunkWriter, MAX_SNAPSHOT_RECORDS } from '../snapshot/chunk-writer.ts';

/** Streams the data source into the snapshot. Only a feed that ended cleanly is marked complete. */
export async function fetchSnapshot(env: Env, { tenant, sync }: Extract<Job, { job: 'fetch' }>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const lease = await coordinator.beginFetch(sync);
  if (!('go' in lease)) return;
  const { attempt, pinned } = lease.go;
  const store = openTenantForWriting(env, { id: tenant }, zeroCost());
  const told = newFetchLog();
  const writer = new ChunkWriter({
    put: (chunk, bytes) => store.payloads.put(sync, attempt, chunk, bytes),
    ready: (chunks, bytes) => coordinator.chunksReady(sync, attempt, chunks, bytes),
  });
  try {
    const end = await readFeed(env, store, pinned, writer, told);
    const heard = { exchanges: [...told.log.lines], feed: told.feed };
    if (writer.overflows) return await coordinator.fail(sync, tooManyRecords, heard);
    if (!end.ok) return await coordinator.fail(sync, withNobodyChanged(end.fault), heard);
    if (!(await writer.close()) || end.value.cancelled) return await store.syncs.update(sync, heard);
    await coordinator.fetchDone(sync, attempt, { bytes: end.value.bytes, cost: store.cost }, heard);
  } catch (breakage) {
    console.error(JSON.stringify({ at: 'fetch', tenant, sync, breakage: String(breakage) }));
    await coordinator.fetchDied(sync, attempt, { exchanges: [...told.log.lines] });
  }
}

const tooManyRecords = fault('source_too_large', { case: 'records', limit: MAX_SNAPSHOT_RECORDS });

async function readFeed(
  env: Env,
  store: TenantReader,
  pinned: Pinned,
  writer: ChunkWriter,
  told: FetchLog,
): Promise<Result<FeedEnd, Fault>> {
  const stored = await store.dataSources.get(pinned.source);
  const source = sourceOf(pinned.source);
  if (!stored || !source) return fail(fault('source_missing', { reason: 'not_set_up' }));
  const connection = await connectSource(env, store.tenant.id, stored, told, pinned);
  if (!connection.ok) return connection;
  return source.people(connection.value.stored, writer, connection.value.context);
}
