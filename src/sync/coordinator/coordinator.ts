import { DurableObject } from 'cloudflare:workers';
import { describeFault, type Fault, fault } from '../../domain/shared/fault.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import {
  type OutcomeCounts,
  PHASE_OF_STEP,
  type SyncState,
  type SyncStep,
  totalCount,
} from '../../domain/sync/vocabulary.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { addCost, type Cost, zeroCost } from '../../store/cost.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { SyncPatch } from '../../store/syncs/writer.ts';
import { JobDispatcher } from './job-dispatcher.ts';
import {
  advanceRun,
  describeApplied,
  type EndingPatch,
  type GuardedPlan,
  newRun,
  type RunProgress,
  type SyncRun,
} from './run.ts';
import { RunStore, type SnapshotChunk } from './run-store.ts';
import { runFromRequest, type StartRequest, syncNotHeldFault, syncRunningFault } from './start-request.ts';
import { type TokenLease, TokenLeases } from './token-leases.ts';
import { chooseWatchdogAction, FETCH_TIMEOUT_MS, WATCH_INTERVAL_MS } from './watchdog.ts';

const PREVIEW_PREEMPTED = 'A scheduled sync was due. Preview the mapping again when that is done.';

/**
 * One per tenant: decides which full sync runs, hands out IDs, tracks the progress of each run, and resends steps that made
 * none. Check-and-set happens in synchronous blocks: input gates do not serialise across awaits.
 */
export class TenantCoordinator extends DurableObject<Env> {
  readonly #runs: RunStore;
  readonly #tokenLeases: TokenLeases;
  readonly #jobs: JobDispatcher;
  /** Cost of the coordinator's own writes, added to the next sync that ends. */
  readonly #ownCost = zeroCost();

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#runs = new RunStore(state.storage.sql);
    this.#tokenLeases = new TokenLeases(state.storage.sql);
    this.#jobs = new JobDispatcher(() => this.env, this.#runs);
  }

  /**
   * Creates a sync and sends its first step; a scheduled one that finds a full sync running is stored as `not_run`.
   * @returns the ID of the sync; fault `sync_running`: there is one full sync at a time
   */
  async start(tenant: number, request: StartRequest): Promise<Result<number, Fault>> {
    const store = this.#open(tenant);
    if (request.trigger === 'schedule') await this.#preemptPreview();
    this.#runs.raiseCounter('sync', await store.syncs.newestId());
    this.#runs.raiseCounter('user', await store.users.newestId());
    // From here to #begin nothing awaits: two requests cannot both find the slot free.
    const now = Date.now();
    const running = request.scope === 'single' ? null : this.#runs.runningFull();
    if (running && request.trigger !== 'schedule') return fail(syncRunningFault(running));
    const sync = this.#runs.reserve('sync', 1);
    const { step, snapshot } = request;
    const run = runFromRequest(tenant, sync, request, now);
    if (!running) this.#begin(run, request.preview?.chunks);
    const row = { ...request, ...request.preview, id: sync, createdAt: now };
    if (running) {
      const reason = `Sync ${running.sync} was still running, so this one did not start.`;
      await store.syncs.insert({ ...row, state: 'not_run', phase: null, reason });
      return ok(sync);
    }
    try {
      await store.syncs.insert({ ...row, state: 'running', phase: PHASE_OF_STEP[step] });
      if (snapshot) await store.syncs.update(sync, snapshot);
    } catch (breakage) {
      this.#runs.remove(sync);
      throw breakage;
    }
    await this.#jobs.sendStep(run, step);
    return ok(sync);
  }

  /** Lets an approved sync go on at apply. @returns its ID; faults `sync_running`, `sync_not_held` */
  async resumeHeld(tenant: number, sync: Sync, pinned: Pinned): Promise<Result<number, Fault>> {
    const now = Date.now();
    const running = this.#runs.runningFull();
    if (running && sync.scope !== 'single') return fail(syncRunningFault(running));
    const { id, scope, planOf, attempt, records, counts, cost } = sync;
    const toApply = totalCount(counts) - counts.skipped - counts.failed;
    const stored = { scope, planOf, attempt, records, counts, cost };
    const run = newRun({ tenant, sync: id, step: 'apply', pinned, persisted: true, toApply, ...stored }, now);
    this.#begin(run);
    const patch = { phase: PHASE_OF_STEP.apply, pinned, approvedAt: now, finishedAt: null, reason: null };
    if (!(await this.#open(tenant).syncs.updateFrom('held', id, { ...patch, state: 'running' }))) {
      this.#runs.remove(id);
      return fail(syncNotHeldFault(id));
    }
    await this.#jobs.sendStep(run, 'apply');
    return ok(id);
  }

  /** The run that a step works on; null when it has ended, so that the step stops. */
  run(sync: number): SyncRun | null {
    return this.#runs.get(sync);
  }

  /**
   * Takes the lease of a fetch. When an earlier delivery died after it had stored chunks, the sync fails.
   * @returns the run with its new attempt; null when this delivery must not fetch, for example because another one does
   */
  async beginFetch(sync: number): Promise<SyncRun | null> {
    const run = this.#runs.get(sync);
    if (run?.step !== 'fetch') return null;
    const now = Date.now();
    if (run.fetchStartedAt !== null) {
      if (now - run.movedAt < FETCH_TIMEOUT_MS) return null;
      if (this.#runs.chunkTotals(sync, run.attempt).stored > 0) {
        await this.#failFetch(run);
        return null;
      }
    }
    const begun: SyncRun = { ...run, attempt: run.attempt + 1, fetchStartedAt: now, movedAt: now };
    this.#runs.put(begun);
    await this.#open(run.tenant).syncs.update(sync, { fetchStartedAt: now, attempt: begun.attempt });
    return begun;
  }

  /**
   * Chunks are planned while the download goes on.
   * @param bytes downloaded so far
   * @returns false: stop reading
   */
  async chunksStored(sync: number, attempt: number, chunks: SnapshotChunk[], bytes: number): Promise<boolean> {
    const run = this.#runs.get(sync);
    if (!run || run.attempt !== attempt) return false;
    const records = chunks.reduce((sum, chunk) => sum + chunk.records, run.records);
    this.#runs.put({ ...run, movedAt: Date.now(), records, bytes });
    this.#runs.addChunks(sync, attempt, chunks);
    await this.#jobs.sendPlanJobs(run, chunks);
    return true;
  }

  /** The feed ended cleanly, so its snapshot is complete. */
  async fetchDone(sync: number, attempt: number, end: { bytes: number; cost: Cost }, patch: SyncPatch): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run || run.attempt !== attempt || run.fetched) return;
    const { bytes, cost } = end;
    this.#runs.put({ ...advanceRun(run, Date.now(), undefined, cost), fetched: true, step: 'plan', bytes });
    const snapshot = { records: run.records, bytes, complete: true, phase: PHASE_OF_STEP.plan };
    await this.#open(run.tenant).syncs.update(sync, { ...patch, ...snapshot });
    await this.#reconcileWhenPlanned(sync);
  }

  /** The payload of a single-user sync is its whole snapshot. */
  async personFetched(sync: number, fetchStartedAt: number, exchanges: SyncPatch['exchanges']): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run) return;
    this.#runs.put({ ...run, fetchStartedAt, attempt: 1, records: 1, movedAt: Date.now() });
    await this.#open(run.tenant).syncs.update(sync, { fetchStartedAt, records: 1, exchanges });
  }

  /** The ID of the full sync that runs, or null. */
  runningSync(): number | null {
    return this.#runs.runningFull()?.sync ?? null;
  }

  /** Reserves IDs for users to create; a second delivery of a chunk gets the same ones. @returns the first */
  reserveUserIds(sync: number, attempt: number, chunk: number, count: number): number {
    return this.#runs.reserveUserIds(sync, attempt, chunk, count);
  }

  /** A second delivery counts nothing. */
  async chunkPlanned(sync: number, attempt: number, chunk: number, counts: OutcomeCounts, cost: Cost): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run || run.attempt !== attempt || !this.#runs.markPlanned(sync, attempt, chunk)) return;
    this.#runs.put(advanceRun(run, Date.now(), counts, cost));
    await this.#reconcileWhenPlanned(sync);
  }

  /** @returns the next step; null when the sync is held or has ended */
  async planSealed(sync: number, plan: GuardedPlan & { cost: Cost }): Promise<SyncStep | null> {
    const run = this.#runs.get(sync);
    if (!run || run.step === 'apply' || run.step === 'finish') return run?.step ?? null;
    const { counts, guards, unidentified, toApply } = plan;
    const holdsTerminations = guards.length > 0;
    const next = { ...advanceRun(run, Date.now(), undefined, plan.cost), counts, toApply, holdsTerminations };
    if (run.persisted && toApply > 0 && guards.some((guard) => guard.holds === 'all')) {
      const reason = guards.map((guard) => guard.message).join(' ');
      await this.#end(next, 'held', { counts, guards, unidentified, reason });
      return null;
    }
    const step = run.persisted ? 'apply' : 'finish';
    this.#runs.put({ ...next, step });
    await this.#open(run.tenant).syncs.update(sync, { counts, guards, unidentified, phase: PHASE_OF_STEP[step] });
    // The message of a single-user sync takes it to its end.
    if (run.scope !== 'single') await this.#jobs.sendStep(run, step);
    return step;
  }

  /** @param applied records so far @returns false: stop */
  sliceApplied(sync: number, applied: number, cost: Cost): boolean {
    const run = this.#runs.get(sync);
    if (run) this.#runs.put({ ...advanceRun(run, Date.now(), undefined, cost), applied });
    return run !== null;
  }

  async planApplied(sync: number): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run || run.step === 'finish') return;
    this.#runs.put({ ...advanceRun(run, Date.now()), step: 'finish' });
    if (run.scope !== 'single') await this.#jobs.sendStep(run, 'finish');
  }

  async finish(sync: number, state: 'completed' | 'held', patch: EndingPatch, cost: Cost): Promise<void> {
    const run = this.#runs.get(sync);
    if (run) await this.#end(advanceRun(run, Date.now(), undefined, cost), state, patch);
  }

  async fail(sync: number, reason: Fault, patch: EndingPatch = {}): Promise<void> {
    const run = this.#runs.get(sync);
    if (run) await this.#fail(run, reason, patch);
  }

  /** The fetch threw, so the sync fails without waiting for the watchdog. */
  async fetchDied(sync: number, attempt: number, patch: EndingPatch): Promise<void> {
    const run = this.#runs.get(sync);
    if (run && run.attempt === attempt && !run.fetched) await this.#failFetch(run, patch);
  }

  /** Takes effect within one chunk or slice: each step reads its run before it. @returns false when the sync does not run */
  async cancel(sync: number, by: string): Promise<boolean> {
    const run = this.#runs.get(sync);
    if (!run) return false;
    await this.#end(run, 'cancelled', { reason: `Cancelled by ${by}, ${describeApplied(run)}` });
    return true;
  }

  progress(sync: number): RunProgress | null {
    const run = this.#runs.get(sync);
    if (!run) return null;
    const { step, records, fetched, bytes, applied, toApply, counts, startedAt } = run;
    const { recordsPlanned: planned } = this.#runs.chunkTotals(sync, run.attempt);
    return { step, fetched: records, fetchDone: fetched, bytes, planned, applied, toApply, counts, startedAt };
  }

  acquireTokenLease(source: string, tokenHash: string, ignoreSuccessor: boolean): TokenLease {
    return this.#tokenLeases.acquire(source, tokenHash, ignoreSuccessor, Date.now());
  }

  releaseTokenLease(source: string, holder: string, tokenHash: string, sealed: string | null): void {
    this.#tokenLeases.release(source, holder, tokenHash, sealed, Date.now());
  }

  tokenSuccessor(source: string, tokenHash: string): string | null {
    return this.#tokenLeases.successor(source, tokenHash);
  }

  override async alarm(): Promise<void> {
    await this.watch(Date.now());
  }

  async watch(now: number): Promise<void> {
    for (const run of this.#runs.all()) {
      const action = chooseWatchdogAction(run, now);
      if (action.kind === 'write_end') await this.#writeEnd(run);
      if (action.kind === 'fail') await this.fail(run.sync, action.reason);
      if (action.kind === 'fail_fetch') await this.#failFetch(run);
      if (action.kind === 'resend') await this.#resend({ ...run, tries: run.tries + 1, movedAt: now });
    }
    if (this.#runs.all().length > 0) await this.ctx.storage.setAlarm(Date.now() + WATCH_INTERVAL_MS);
  }

  /** A preview writes nothing and can be started again; a scheduled sync would have to wait for its next slot. */
  async #preemptPreview(): Promise<void> {
    const running = this.#runs.runningFull();
    if (running?.snapshotOf != null) await this.#end(running, 'cancelled', { reason: PREVIEW_PREEMPTED });
  }

  async #resend(run: SyncRun): Promise<void> {
    this.#runs.put(run);
    await this.#jobs.sendStep(run, run.step);
    if (run.step === 'plan') await this.#reconcileWhenPlanned(run.sync);
  }

  /** Fails a sync whose fetch died, and starts a fresh one, once. */
  async #failFetch(run: SyncRun, patch: EndingPatch = {}): Promise<void> {
    const dead = await this.#open(run.tenant).syncs.get(run.sync);
    const restarts = dead !== null && dead.retryOf === null && run.scope === 'full';
    await this.#fail(run, fault('fetch_died', { restarted: restarts }), patch);
    if (!restarts) return this.#dropUpload(run);
    const { trigger, scope, persisted, createdBy } = dead;
    const request = { trigger, scope, persisted, createdBy, pinned: run.pinned, retryOf: run.sync };
    const started = await this.start(run.tenant, { ...request, step: 'fetch' });
    if (!started.ok) await this.#dropUpload(run);
  }

  async #reconcileWhenPlanned(sync: number): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run?.fetched || run.step !== 'plan' || this.#runs.unplannedChunks(sync, run.attempt).length > 0) return;
    this.#runs.put({ ...run, step: 'settle', movedAt: Date.now() });
    await this.#jobs.sendStep(run, 'settle');
  }

  /** Stores the run and sets the alarm of the watchdog without an await between: both are written, or neither. */
  #begin(run: SyncRun, chunks: readonly SnapshotChunk[] = []): void {
    this.#runs.put(run);
    this.#runs.addChunks(run.sync, run.attempt, chunks);
    void this.ctx.storage.setAlarm(Date.now() + WATCH_INTERVAL_MS);
  }

  #fail(run: SyncRun, reason: Fault, patch: EndingPatch): Promise<void> {
    return this.#end(run, 'failed', { ...patch, reason: describeFault(reason), reasonCode: reason.code });
  }

  /** No step goes on from here. */
  async #end(run: SyncRun, state: SyncState, patch: EndingPatch): Promise<void> {
    const ended: SyncRun = { ...run, ending: { state, patch } };
    this.#runs.put(ended);
    await this.#writeEnd(ended);
  }

  /** When D1 fails, the watchdog retries this: a sync that ended must not look as if it ran. */
  async #writeEnd(run: SyncRun): Promise<void> {
    if (!run.ending) return;
    // The write that stores the cost counts too.
    const cost = addCost(addCost(run.cost, this.#ownCost), { ...zeroCost(), d1Calls: 1, rowsWritten: 1 });
    const { counts, records, sync, fetched } = run;
    const { state, patch } = run.ending;
    const known = { counts, records, ...(fetched ? { complete: true } : {}) };
    const store = this.#open(run.tenant);
    await store.syncs.update(sync, { ...known, ...patch, cost, state, phase: null, finishedAt: Date.now() });
    this.#runs.remove(sync);
    Object.assign(this.#ownCost, zeroCost());
    // After a fetch that died, another sync may read the same file.
    if (patch.reasonCode !== 'fetch_died') await this.#dropUpload(run);
  }

  async #dropUpload({ tenant, pinned }: SyncRun): Promise<void> {
    if (pinned.upload) await this.#open(tenant).uploads.remove(pinned.upload.id);
  }

  #open(id: number): TenantWriter {
    return openTenantForWriting(this.env, { id }, this.#ownCost);
  }
}
