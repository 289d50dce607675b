import { checkMapping } from '../../domain/mapping/mapping.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, type Result } from '../../lib/result.ts';
import { openTenant, type TenantReader } from '../../store/open.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { coordinatorOf } from '../../sync/coordinator/stub.ts';
import { loadTables, tableVersionsInForce } from '../../sync/mapping/value-tables.ts';
import { pinTenantSettings } from '../syncs/pin-settings.ts';
import { requireSync } from '../syncs/read-sync.ts';

/**
 * A dry run on the last complete snapshot, which begins at plan: the data source is not asked. The data has the time at
 * which it was fetched: users who changed since, by an override or a push, are skipped as `newer_data`. Writes of the
 * syncs that applied this very snapshot do not count as newer.
 * @param body the unchecked mapping
 * @returns the sync as it starts; faults `invalid_mapping`, `invalid_expression`, `snapshot_missing`, `sync_running`
 */
export async function previewMapping(
  env: Env,
  tenant: Tenant,
  { source, body }: { source: SourceKind; body: unknown },
  by: string,
): Promise<Result<Sync, Fault>> {
  const store = openTenant(env, tenant);
  const checked = checkMapping(body, await loadTables(store, body));
  if (!checked.ok) return checked;
  const [snapshot, inForce, tables] = await Promise.all([
    findKeptSnapshot(store, source),
    store.mappings.current(source),
    tableVersionsInForce(store, checked.value),
  ]);
  if (!snapshot) return fail(fault('snapshot_missing', {}));
  const { id, records, bytes, attempt, fetchStartedAt, unidentified } = snapshot;
  const [chunks, snapshotWriters] = await Promise.all([store.plans.chunkLayout(id), store.syncs.snapshotWriters(id)]);
  const started = await coordinatorOf(env, tenant.id).start(tenant.id, {
    trigger: 'preview',
    scope: 'full',
    persisted: false,
    createdBy: by,
    step: 'plan',
    pinned: { ...pinTenantSettings(tenant, source, inForce?.version ?? 0), tables, snapshotWriters },
    snapshot: {
      records,
      bytes,
      attempt,
      unidentified,
      complete: true,
      ...(fetchStartedAt !== null && { fetchStartedAt }),
    },
    preview: { snapshotOf: id, chunks, draft: checked.value },
  });
  return started.ok ? requireSync(store, started.value) : started;
}

async function findKeptSnapshot(store: TenantReader, source: string): Promise<Sync | null> {
  const newest = await store.plans.newestPlanned(source);
  return newest && (await store.payloads.hasSnapshot(newest.id, newest.attempt)) ? newest : null;
}
