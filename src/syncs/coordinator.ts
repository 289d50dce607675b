import { DurableObject } from 'cloudflare:workers';
import { type Fault, fault } from '../domain/fault.ts';
import type { GuardFinding } from '../domain/sync/guards.ts';
import type { Pinned } from '../domain/sync/pinned.ts';
import { PHASE_OF, type Step } from '../domain/sync/states.ts';
import type { Counts, Scope, State, Trigger } from '../domain/sync/words.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { addCost, type Cost, noCost } from '../store/meter.ts';
import { openTenant, type StepStore } from '../store/open.ts';
import type { SyncView } from '../store/sync-row.ts';
import type { SyncPatch } from '../store/syncs.ts';
import type { JudgedPlan } from './guard.ts';
import { type Job, queueOf } from './jobs.ts';
import { type Chunk, moved, newRun, type Run, Runs } from './runs.ts';
import { DEADLINE, FETCH_QUIET, MOST_TRIES, QUIET, WATCH_EVERY } from './watchdog.ts';

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
  step: Step;
  /** Copied from the plan that is applied. */
  snapshot?: SyncPatch;
}

/** How a sync gets on, for pages that show it while it runs. */
export interface Progress {
  step: Step;
  fetched: number;
  fetchDone: boolean;
  bytes: number;
  planned: number;
  applied: number;
  toApply: number;
  counts: Counts;
  startedAt: number;
}

/**
 * One per tenant: decides which full sync runs, hands out IDs, knows what each step has finished, and wakes up for what
 * went quiet. Check-and-set happens in synchronous blocks: input gates do not serialise across awaits.
 */
export class TenantCoordinator extends DurableObject<Env> {
  readonly #runs: Runs;
  /** What the coordinator's own writes cost; goes onto the next sync that ends. */
  readonly #spent = noCost();

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#runs = new Runs(state.storage.sql);
  }

  /** Makes a sync and sends it on its road; refuses a second full one with the ID of the one that runs. */
  async start(tenant: number, request: StartRequest): Promise<Result<number, Fault>> {
    const store = this.#open(tenant);
    this.#runs.raise('sync', await store.syncs.newestId());
    this.#runs.raise('user', await store.users.newestId());
    // From here to put() nothing awaits: two requests cannot both find the slot free.
    const now = Date.now();
    const other = request.scope === 'single' ? null : this.#runs.full();
    if (other && request.trigger !== 'schedule') return fail(running(other));
    const sync = this.#runs.take('sync', 1);
    if (!other) this.#runs.put({ ...newRun({ ...request, sync }, now), records: request.snapshot?.records ?? 0 });
    const insert = store.syncs.insert({
      ...request,
      id: sync,
      state: other ? 'not_run' : 'running',
      phase: other ? null : PHASE_OF[request.step],
      createdAt: now,
      reason: other ? `Sync ${other.sync} was still running, so this one did not start.` : null,
    });
    await insert.catch((breakage) => {
      if (!other) this.#runs.remove(sync);
      throw breakage;
    });
    if (other) return ok(sync);
    if (request.snapshot) await store.syncs.update(sync, request.snapshot);
    await this.#send(tenant, { job: request.step, tenant, sync, attempt: 0 });
    return ok(sync);
  }

  /** An approved sync takes the slot again and goes on at apply. */
  async resumeHeld(tenant: number, sync: SyncView, pinned: Pinned): Promise<Result<number, Fault>> {
    const now = Date.now();
    const other = this.#runs.full();
    if (other && sync.scope !== 'single') return fail(running(other));
    this.#runs.put({
      ...newRun({ sync: sync.id, scope: sync.scope, step: 'apply', pinned, persisted: true, planOf: sync.planOf }, now),
      attempt: sync.attempt,
      records: sync.records,
      counts: sync.counts,
      cost: sync.cost,
    });
    const store = this.#open(tenant);
    await store.syncs.update(sync.id, {
      state: 'running',
      phase: 'applying',
      pinned,
      approvedAt: now,
      finishedAt: null,
      reason: null,
    });
    await this.#send(tenant, { job: 'apply', tenant, sync: sync.id });
    return ok(sync.id);
  }

  /** Facts that a step works with; null when the sync no longer runs, so the step stops. */
  run(sync: number): Run | null {
    return this.#runs.get(sync);
  }

  /**
   * Takes the lease of a fetch. A second delivery while the first still reads is `busy`; after the first died, an
   * attempt that has handed out chunks cannot be mended and is `died`.
   */
  async beginFetch(tenant: number, sync: number): Promise<{ go: Run } | { stop: 'gone' | 'busy' | 'died' }> {
    const run = this.#runs.get(sync);
    if (run?.step !== 'fetch') return { stop: 'gone' };
    const now = Date.now();
    if (run.fetchStartedAt !== null) {
      if (now - run.movedAt < FETCH_QUIET) return { stop: 'busy' };
      if (this.#runs.chunkTotals(sync, run.attempt).chunks > 0) {
        await this.#fetchDied(tenant, run);
        return { stop: 'died' };
      }
    }
    const begun: Run = { ...run, attempt: run.attempt + 1, fetchStartedAt: now, movedAt: now };
    this.#runs.put(begun);
    const store = this.#open(tenant);
    await store.syncs.update(sync, { fetchStartedAt: now, attempt: begun.attempt });
    return { go: begun };
  }

  /** Chunks that are safe in R2 go out to be planned while the download still runs. @returns false: stop reading */
  async chunksReady(tenant: number, sync: number, attempt: number, chunks: Chunk[], bytes: number): Promise<boolean> {
    const run = this.#runs.get(sync);
    if (!run || run.attempt !== attempt) return false;
    const now = Date.now();
    const records = chunks.reduce((sum, chunk) => sum + chunk.records, run.records);
    this.#runs.put({ ...run, movedAt: now, records, bytes });
    this.#runs.addChunks(sync, attempt, chunks, now);
    await this.#sendChunks(tenant, sync, attempt, chunks);
    return true;
  }

  /** The feed ended cleanly: its snapshot is complete. */
  async fetchDone(
    tenant: number,
    sync: number,
    attempt: number,
    end: { bytes: number; cost: Cost },
    patch: SyncPatch,
  ): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run || run.attempt !== attempt || run.fetched) return;
    this.#runs.put({ ...moved(run, Date.now(), undefined, end.cost), fetched: true, step: 'plan', bytes: end.bytes });
    const store = this.#open(tenant);
    await store.syncs.update(sync, {
      ...patch,
      records: run.records,
      bytes: end.bytes,
      complete: true,
      phase: 'planning',
    });
    await this.#settleWhenPlanned(tenant, sync);
  }

  /** One person's payload is in: what the snapshot of a single-user sync is. */
  async personFetched(
    tenant: number,
    sync: number,
    fetchStartedAt: number,
    exchanges: SyncPatch['exchanges'],
  ): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run) return;
    this.#runs.put({ ...run, fetchStartedAt, attempt: 1, records: 1, movedAt: Date.now() });
    await this.#open(tenant).syncs.update(sync, { fetchStartedAt, records: 1, exchanges });
  }

  /** The full sync that runs, or null. */
  busy(): number | null {
    return this.#runs.full()?.sync ?? null;
  }

  /** IDs for the users that a chunk creates; the same ones for the same chunk. */
  userIds(sync: number, attempt: number, chunk: number, count: number): number {
    return this.#runs.block(sync, attempt, chunk, count);
  }

  async planned(
    tenant: number,
    sync: number,
    attempt: number,
    chunk: number,
    counts: Counts,
    cost: Cost,
  ): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run || run.attempt !== attempt || !this.#runs.markPlanned(sync, attempt, chunk)) return;
    this.#runs.put(moved(run, Date.now(), counts, cost));
    await this.#settleWhenPlanned(tenant, sync);
  }

  /** The plan is sealed and judged: a dry run is done, a live one is applied or held. @returns the step that follows, or null */
  async sealed(tenant: number, sync: number, plan: JudgedPlan & { cost: Cost }): Promise<Step | null> {
    const run = this.#runs.get(sync);
    if (!run || run.step === 'apply' || run.step === 'finish') return run?.step ?? null;
    const next = {
      ...moved(run, Date.now(), undefined, plan.cost),
      counts: plan.counts,
      toApply: plan.toApply,
      holdsTerminations: plan.guards.length > 0,
    };
    const { counts, guards, unidentified } = plan;
    const holdsAll = guards.some((guard) => guard.holds === 'all');
    const store = this.#open(tenant);
    if (!run.persisted || plan.toApply === 0 || !holdsAll) {
      const step: Step = run.persisted ? 'apply' : 'finish';
      this.#runs.put({ ...next, step });
      await store.syncs.update(sync, { counts, guards, unidentified, phase: PHASE_OF[step] });
      // A single-user sync goes on by itself, and waits for no queue.
      if (run.scope !== 'single') await this.#send(tenant, { job: step, tenant, sync, attempt: run.attempt });
      return step;
    }
    await this.#end(store, next, 'held', { counts, guards, unidentified, reason: sentence(guards) });
    return null;
  }

  /** A slice was applied. @returns false: stop */
  slice(sync: number, applied: number, cost: Cost): boolean {
    const run = this.#runs.get(sync);
    if (!run) return false;
    this.#runs.put({ ...moved(run, Date.now(), undefined, cost), applied });
    return true;
  }

  /** Every slice is in: on to the end. */
  async applied(tenant: number, sync: number): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run || run.step === 'finish') return;
    this.#runs.put({ ...moved(run, Date.now()), step: 'finish' });
    if (run.scope !== 'single') await this.#send(tenant, { job: 'finish', tenant, sync });
  }

  /** The last step is done. */
  async finish(tenant: number, sync: number, state: 'completed' | 'held', patch: SyncPatch, cost: Cost): Promise<void> {
    const run = this.#runs.get(sync);
    if (run) await this.#end(this.#open(tenant), moved(run, Date.now(), undefined, cost), state, patch);
  }

  /** A step cannot go on: the sync fails with the reason. */
  async fail(tenant: number, sync: number, reason: Fault, patch: SyncPatch = {}): Promise<void> {
    const run = this.#runs.get(sync);
    if (run)
      await this.#end(this.#open(tenant), run, 'failed', { ...patch, reason: reason.message, reasonCode: reason.code });
  }

  /** A fetch that broke says so itself, without waiting for the watchdog. */
  async fetchDied(tenant: number, sync: number, attempt: number): Promise<void> {
    const run = this.#runs.get(sync);
    if (run && run.attempt === attempt && !run.fetched) await this.#fetchDied(tenant, run);
  }

  /** Takes effect within one chunk: every step asks here before it goes on. */
  async cancel(tenant: number, sync: number, by: string): Promise<boolean> {
    const run = this.#runs.get(sync);
    if (!run) return false;
    const told =
      run.applied > 0 ? `after ${run.applied} of ${run.toApply} changes were applied` : 'before anything was applied';
    await this.#end(this.#open(tenant), run, 'cancelled', { reason: `Cancelled by ${by}, ${told}.` });
    return true;
  }

  progress(sync: number): Progress | null {
    const run = this.#runs.get(sync);
    if (!run) return null;
    const totals = this.#runs.chunkTotals(sync, run.attempt);
    return {
      step: run.step,
      fetched: run.records,
      fetchDone: run.fetched,
      bytes: run.bytes,
      planned: totals.records,
      applied: run.applied,
      toApply: run.toApply,
      counts: run.counts,
      startedAt: run.startedAt,
    };
  }

  override async alarm(): Promise<void> {
    await this.watch(Date.now());
  }

  /** Sends again what went quiet, and ends what is past its deadline. Nothing is "running" for ever. */
  async watch(now: number): Promise<void> {
    const tenant = await this.ctx.storage.get<number>('tenant');
    if (tenant === undefined) return;
    for (const run of this.#runs.all()) await this.#watchRun(tenant, run, now);
    if (this.#runs.all().length > 0) await this.ctx.storage.setAlarm(Date.now() + WATCH_EVERY);
  }

  async #watchRun(tenant: number, run: Run, now: number): Promise<void> {
    const { sync, attempt, step } = run;
    if (now - run.startedAt > DEADLINE) {
      return this.fail(
        tenant,
        sync,
        fault(
          'deadline_passed',
          'The sync took longer than two hours and was stopped. See the cost and connection log for what was slow.',
        ),
      );
    }
    const reading = step === 'fetch' && run.fetchStartedAt !== null;
    if (reading && now - run.movedAt > FETCH_QUIET) return this.#fetchDied(tenant, run);
    if (reading || now - run.movedAt <= QUIET) return;
    if (run.tries >= MOST_TRIES) {
      return this.fail(
        tenant,
        sync,
        fault(
          'step_failed',
          `The sync stopped at ${PHASE_OF[step]} and did not go on after ${MOST_TRIES} tries. Start it again.`,
        ),
      );
    }
    this.#runs.put({ ...run, tries: run.tries + 1, movedAt: now });
    if (step !== 'plan') return this.#send(tenant, { job: step, tenant, sync, attempt });
    const missing = this.#runs.unplanned(sync, attempt);
    this.#runs.markSent(sync, attempt, now);
    await this.#sendChunks(tenant, sync, attempt, missing);
    await this.#settleWhenPlanned(tenant, sync);
  }

  /** A fetch that died fails its sync, and one fresh sync starts by itself. */
  async #fetchDied(tenant: number, run: Run): Promise<void> {
    const store = this.#open(tenant);
    const dead = await store.syncs.get(run.sync);
    const reason = 'The download stopped without an answer. Nothing was changed.';
    const again = dead !== null && dead.retryOf === null && run.scope === 'full';
    await this.#end(store, run, 'failed', {
      reason: again ? `${reason} A fresh sync was started.` : `${reason} Start it again when the data source answers.`,
      reasonCode: 'fetch_died',
    });
    if (!again) return;
    const { trigger, scope, persisted, createdBy } = dead;
    await this.start(tenant, {
      trigger,
      scope,
      persisted,
      createdBy,
      pinned: run.pinned,
      retryOf: run.sync,
      step: 'fetch',
    });
  }

  async #settleWhenPlanned(tenant: number, sync: number): Promise<void> {
    const run = this.#runs.get(sync);
    if (!run?.fetched || run.step !== 'plan') return;
    if (this.#runs.unplanned(sync, run.attempt).length > 0) return;
    this.#runs.put({ ...run, step: 'settle', movedAt: Date.now() });
    await this.#send(tenant, { job: 'settle', tenant, sync, attempt: run.attempt });
  }

  /** Ends a run: the slot is free, and the row in D1 says how it ended. */
  async #end(store: StepStore, run: Run, state: State, patch: SyncPatch): Promise<void> {
    this.#runs.remove(run.sync);
    // The write that stores the cost is part of it.
    const cost = addCost(addCost(run.cost, this.#spent), { ...noCost(), d1Calls: 1, rowsWritten: 1 });
    await store.syncs.update(run.sync, {
      counts: run.counts,
      records: run.records,
      ...patch,
      cost,
      state,
      phase: null,
      finishedAt: Date.now(),
    });
    Object.assign(this.#spent, noCost());
  }

  async #sendChunks(tenant: number, sync: number, attempt: number, chunks: Chunk[]): Promise<void> {
    if (chunks.length === 0) return;
    const messages = chunks.map(
      ({ chunk, first }): MessageSendRequest<Job> => ({ body: { job: 'plan', tenant, sync, attempt, chunk, first } }),
    );
    for (let at = 0; at < messages.length; at += 100)
      await this.env.CHUNK_QUEUE.sendBatch(messages.slice(at, at + 100));
    this.#count(sync, messages.length);
  }

  async #send(
    tenant: number,
    job: Exclude<Job, { job: 'plan' }> | { job: Step; tenant: number; sync: number; attempt: number },
  ): Promise<void> {
    await this.ctx.storage.put('tenant', tenant);
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + WATCH_EVERY);
    if (job.job === 'plan') return;
    const { job: name, sync } = job;
    const message: Job =
      name === 'settle'
        ? { job: name, tenant, sync, attempt: 'attempt' in job ? job.attempt : 0 }
        : { job: name, tenant, sync };
    await queueOf(this.env, name).send(message);
    this.#count(sync, 1);
  }

  #count(sync: number, messages: number): void {
    const run = this.#runs.get(sync);
    if (run) this.#runs.put({ ...run, cost: { ...run.cost, messages: run.cost.messages + messages } });
  }

  #open(id: number): StepStore {
    return openTenant(this.env, { id }, this.#spent);
  }
}

const running = (other: Run): Fault =>
  fault('sync_running', `Sync ${other.sync} is running. Wait for it to finish, or cancel it.`, { sync_id: other.sync });

const sentence = (guards: readonly GuardFinding[]): string => guards.map((guard) => guard.message).join(' ');
