import { type Fault, fault } from '../../domain/fault.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import type { Step } from '../../domain/sync/states.ts';
import type { Scope, Trigger } from '../../domain/sync/words.ts';
import type { SyncPatch } from '../../store/syncs.ts';
import type { Run } from './run.ts';

/** What a sync is to be, when somebody asks for one. */
export interface StartRequest {
  trigger: Trigger;
  scope: Scope;
  persisted: boolean;
  pinned: Pinned;
  createdBy: string;
  planOf?: number;
  retryOf?: number;
  personKey?: { employee_id: string | null; email: string | null };
  userId?: number;
  /** Where on the road it begins: applying a dry run has nothing to fetch. */
  step: Exclude<Step, 'plan'>;
  /** Copied from the plan that is applied. */
  snapshot?: SyncPatch;
}

/** One full sync at a time: who asks for a second is told which one runs. */
export const alreadyRunning = (other: Pick<Run, 'sync'>): Fault =>
  fault('sync_running', `Sync ${other.sync} is running. Wait for it to finish, or cancel it.`, { sync_id: other.sync });

/** Somebody else decided meanwhile, or there was nothing to decide. */
export const notHeld = (sync: number): Fault => fault('sync_not_held', `Sync ${sync} is not held.`);
