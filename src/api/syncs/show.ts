import { noCounts, totalOf } from '../../domain/sync/words.ts';
import type { SyncView } from '../../store/sync-row.ts';
import type { Progress } from '../../syncs/coordinator/run.ts';
import { iso, isoOrNull } from '../paging.ts';
import type { SyncBody } from './schema.ts';

/** A sync in the words of the API. @param progress while it runs, its counts are known only there */
export function showSync(sync: SyncView, progress: Progress | null): SyncBody {
  const counts = { ...noCounts(), ...(progress?.counts ?? sync.counts) };
  const { cost, personKey } = sync;
  return {
    id: sync.id,
    trigger: sync.trigger,
    scope: sync.scope,
    state: sync.state,
    phase: sync.phase,
    persisted: sync.persisted,
    summary: { ...counts, total: totalOf(counts) },
    reason: sync.reason,
    reason_code: sync.reasonCode,
    guards: sync.guards,
    source: sync.source,
    mapping_version: sync.mappingVersion,
    today: sync.today,
    records: progress?.fetched ?? sync.records,
    complete: sync.complete,
    plan_of: sync.planOf,
    snapshot_of: sync.snapshotOf,
    retry_of: sync.retryOf,
    person: sync.scope === 'single' ? { user_id: sync.userId, ...(personKey ?? NOBODY) } : null,
    progress: progress && showProgress(progress),
    cost: {
      d1_calls: cost.d1Calls,
      rows_read: cost.rowsRead,
      rows_written: cost.rowsWritten,
      r2_operations: cost.r2Operations,
      messages: cost.messages,
    },
    exchanges: sync.exchanges,
    feed: sync.feed,
    created_by: sync.createdBy,
    created_at: iso(sync.createdAt),
    fetch_started_at: isoOrNull(sync.fetchStartedAt),
    approved_at: isoOrNull(sync.approvedAt),
    applied_at: isoOrNull(sync.appliedAt),
    finished_at: isoOrNull(sync.finishedAt),
  };
}

const NOBODY = { employee_id: null, email: null };

const showProgress = ({ step, fetched, fetchDone, bytes, planned, applied, toApply }: Progress) => ({
  step,
  fetched,
  fetch_done: fetchDone,
  bytes,
  planned,
  applied,
  to_apply: toApply,
});
