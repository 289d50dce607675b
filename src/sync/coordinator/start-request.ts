import type { Mapping } from '../../domain/mapping/mapping.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import type { SyncScope, SyncStep, Trigger } from '../../domain/sync/vocabulary.ts';
import type { SyncPatch } from '../../store/syncs/writer.ts';
import { newRun, type SyncRun } from './run.ts';
import type { SnapshotChunk } from './run-store.ts';

export interface StartRequest {
  trigger: Trigger;
  scope: SyncScope;
  persisted: boolean;
  pinned: Pinned;
  createdBy: string;
  planOf?: number;
  retryOf?: number;
  personKey?: { employee_id: string | null; email: string | null };
  userId?: number;
  /** Applying a dry run has nothing to fetch and nothing to plan. */
  step: SyncStep;
  /** Copied from the sync whose plan is applied, or whose snapshot is previewed. */
  snapshot?: SyncPatch;
  preview?: { snapshotOf: number; chunks: SnapshotChunk[]; draft: Mapping };
}

/** A preview has its whole snapshot from the start. */
export const runFromRequest = (tenant: number, sync: number, request: StartRequest, now: number): SyncRun => {
  const { scope, step, pinned, persisted, planOf, snapshot, preview } = request;
  const { records = 0, bytes = 0, attempt = 0, fetchStartedAt = null } = snapshot ?? {};
  const stored = preview && { snapshotOf: preview.snapshotOf, fetched: true, bytes, attempt, fetchStartedAt };
  return newRun({ tenant, sync, scope, step, pinned, persisted, planOf: planOf ?? null, records, ...stored }, now);
};

export const syncRunningFault = (other: Pick<SyncRun, 'sync'>): Fault =>
  fault('sync_running', { sync: other.sync }, { sync_id: other.sync });

export const syncNotHeldFault = (sync: number): Fault => fault('sync_not_held', { sync });
