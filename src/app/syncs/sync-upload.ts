import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, type Result } from '../../lib/result.ts';
import { openTenant } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { syncRunningFault } from '../../sync/coordinator/start-request.ts';
import { coordinatorOf } from '../../sync/coordinator/stub.ts';
import { pinEnabledSource } from './pin-settings.ts';
import { startSync } from './start-sync.ts';

const UPLOAD_KIND = 'csv-sftp';

export interface UploadRequest {
  name: string;
  body: AsyncIterable<Uint8Array>;
  maxBytes: number;
  persist: boolean;
  createdBy: string;
}

const fileTooLarge = (maxBytes: number): Fault => fault('source_too_large', { case: 'upload', limit: maxBytes });

/**
 * The same pipeline and checks as for a file on a server.
 * @returns the started sync; faults `source_disabled`, `mapping_missing`, `sync_running`, `source_too_large`,
 *   `invalid_body` (an empty file); the file is not kept then
 */
export async function syncUpload(env: Env, tenant: Tenant, upload: UploadRequest): Promise<Result<Sync, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const refusal = await refuseUpload(env, tenant);
  if (refusal) return fail(refusal);
  const id = crypto.randomUUID();
  const size = await store.uploads.put(id, upload.body, upload.maxBytes);
  if (size === null) return fail(fileTooLarge(upload.maxBytes));
  const { name, persist, createdBy } = upload;
  const file = { id, name, size, receivedAt: Date.now() };
  const started =
    size === 0
      ? fail(fault('invalid_body', { problem: 'file_empty' }))
      : await startSync(env, tenant, { trigger: 'manual', persist, createdBy, upload: file });
  if (!started.ok) await store.uploads.remove(id);
  return started;
}

/** Checked before the file is read, so that nobody sends a large one in vain. */
async function refuseUpload(env: Env, tenant: Tenant): Promise<Fault | null> {
  const store = openTenant(env, tenant);
  if ((await store.dataSources.enabledPull())?.kind !== UPLOAD_KIND) return fault('source_disabled', {});
  const pinned = await pinEnabledSource(store, tenant);
  if (!pinned.ok) return pinned.fault;
  const running = await coordinatorOf(env, tenant.id).runningSync();
  return running === null ? null : syncRunningFault({ sync: running });
}
