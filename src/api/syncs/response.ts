import type { Context } from 'hono';
import { readProgress } from '../../app/syncs/read-sync.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import type { Fault } from '../../domain/shared/fault.ts';
import { totalCount, zeroCounts } from '../../domain/sync/vocabulary.ts';
import type { Result } from '../../lib/result.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { RunProgress } from '../../sync/coordinator/run.ts';
import { iso, isoOrNull, resourceUrl } from '../shared/fields.ts';
import { sendProblem } from '../shared/problem.ts';
import type { SyncJson } from './schema.ts';

/** @param progress counts of a running sync, which are not stored yet; null once it has ended */
function serializeSync(sync: Sync, progress: RunProgress | null): SyncJson {
  const counts = { ...zeroCounts(), ...(progress?.counts ?? sync.counts) };
  const { cost, personKey } = sync;
  return {
    id: sync.id,
    trigger: sync.trigger,
    scope: sync.scope,
    state: sync.state,
    phase: sync.phase,
    persisted: sync.persisted,
    summary: { ...counts, total: totalCount(counts) },
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
    person: sync.scope === 'single' ? { user_id: sync.userId, ...(personKey ?? NO_PERSON_KEY) } : null,
    progress: progress && serializeProgress(progress),
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

const NO_PERSON_KEY = { employee_id: null, email: null };

const serializeProgress = ({ step, fetched, fetchDone, bytes, planned, applied, toApply }: RunProgress) => ({
  step,
  fetched,
  fetch_done: fetchDone,
  bytes,
  planned,
  applied,
  to_apply: toApply,
});

export const serializeWithProgress = async (c: Context<TenantEnv>, sync: Sync) =>
  serializeSync(sync, await readProgress(c.env, c.var.store.tenant, sync));

export async function sendSync(c: Context<TenantEnv>, result: Result<Sync, Fault>, status: 200 | 202) {
  if (!result.ok) return sendProblem(c, result.fault);
  if (status === 202) c.header('Location', resourceUrl(c, `/syncs/${result.value.id}`));
  return c.json(await serializeWithProgress(c, result.value), status);
}
