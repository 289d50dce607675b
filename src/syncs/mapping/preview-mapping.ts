import { type Fault, fault } from '../../domain/fault.ts';
import { checkMapping } from '../../domain/mapping/mapping.ts';
import type { SourceKind } from '../../domain/sync/words.ts';
import { fail, type Result } from '../../lib/result.ts';
import { openTenant, type StepStore } from '../../store/open.ts';
import type { SyncView } from '../../store/sync-row.ts';
import type { Tenant } from '../../store/tenants.ts';
import { coordinatorOf } from '../coordinator/coordinator-of.ts';
import { pinnedTo, view } from '../start.ts';
import { tablesFor, tableVersionsFor } from './tables-for.ts';

/**
 * Asks what a mapping that is not saved would do to everybody: a dry run on the last complete snapshot, which enters the
 * road at plan. The data source is not asked for anything.
 *
 * It judges the data as a sync would that had fetched it when it was fetched: who changed since then, by hand or by a push,
 * is `newer_data`, not a change that the mapping makes. What the syncs that applied this snapshot wrote is no newer than it:
 * otherwise everybody whom they wrote would be hidden from the very question that is asked.
 *
 * @param body the mapping, not yet checked
 * @returns the sync as it starts; faults `invalid_mapping`, `invalid_expression`, `snapshot_missing`, `sync_running`
 */
export async function previewMapping(
  env: Env,
  tenant: Tenant,
  { source, body }: { source: SourceKind; body: unknown },
  by: string,
): Promise<Result<SyncView, Fault>> {
  const store = openTenant(env, tenant);
  const checked = checkMapping(body, await tablesFor(store, body));
  if (!checked.ok) return checked;
  const [snapshot, inForce, tables] = await Promise.all([
    keptSnapshot(store, source),
    store.mappings.current(source),
    tableVersionsFor(store, checked.value),
  ]);
  if (!snapshot) return fail(noSnapshot);
  const { id, records, bytes, attempt, fetchStartedAt, unidentified } = snapshot;
  const [chunks, snapshotWriters] = await Promise.all([store.settling.layout(id), store.syncHistory.writersOf(id)]);
  const started = await coordinatorOf(env, tenant.id).start(tenant.id, {
    trigger: 'preview',
    scope: 'full',
    persisted: false,
    createdBy: by,
    step: 'plan',
    pinned: { ...pinnedTo(tenant, source, inForce?.version ?? 0), tables, snapshotWriters },
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
  return started.ok ? view(store, started.value) : started;
}

const noSnapshot = fault(
  'snapshot_missing',
  'This data source has no complete snapshot yet to try a mapping on. Run a dry run of everybody first.',
);

async function keptSnapshot(store: StepStore, source: string): Promise<SyncView | null> {
  const newest = await store.syncHistory.newestPlanned(source);
  return newest && (await store.payloads.kept(newest.id, newest.attempt)) ? newest : null;
}
