import { fault, withNobodyChanged } from '../../domain/shared/fault.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import { connectSource, newFetchLog } from '../connection/connect-source.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import type { JobOf } from '../jobs.ts';
import { ChunkWriter, MAX_SNAPSHOT_RECORDS } from '../snapshot/chunk-writer.ts';

/** Only a feed that ended cleanly makes a complete snapshot. */
export async function fetchSnapshot(env: Env, { tenant, sync }: JobOf<'fetch'>): Promise<void> {
  const coordinator = coordinatorOf(env, tenant);
  const run = await coordinator.beginFetch(sync);
  if (!run) return;
  const { attempt, pinned } = run;
  const store = openTenantForWriting(env, { id: tenant });
  const log = newFetchLog();
  const writer = new ChunkWriter({
    put: (chunk, bytes) => store.payloads.putChunk(sync, attempt, chunk, bytes),
    report: (chunks, bytes) => coordinator.chunksStored(sync, attempt, chunks, bytes),
  });
  try {
    const connection = await connectSource(env, store, log, pinned);
    const end = connection.ok
      ? await connection.value.source.people(connection.value.stored, writer, connection.value.context)
      : connection;
    const patch = { exchanges: [...log.exchanges.lines], feed: log.file };
    if (writer.overflows) return await coordinator.fail(sync, tooManyRecords, patch);
    if (!end.ok) return await coordinator.fail(sync, withNobodyChanged(end.fault), patch);
    if (!(await writer.close()) || end.value.cancelled) return await store.syncs.update(sync, patch);
    await coordinator.fetchDone(sync, attempt, { bytes: end.value.bytes, cost: store.cost }, patch);
  } catch (breakage) {
    console.error(JSON.stringify({ at: 'fetch', tenant, sync, breakage: String(breakage) }));
    await coordinator.fetchDied(sync, attempt, { exchanges: [...log.exchanges.lines] });
  }
}

const tooManyRecords = fault('source_too_large', { case: 'records', limit: MAX_SNAPSHOT_RECORDS });
