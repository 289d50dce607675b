import type { SyncStep } from '../../domain/sync/vocabulary.ts';
import { type Job, queueFor } from '../jobs.ts';
import type { SyncRun } from './run.ts';
import type { RunStore, SnapshotChunk } from './run-store.ts';

/** Limit of one `sendBatch` (Cloudflare Queues, limits). */
const MAX_BATCH_MESSAGES = 100;

export class JobDispatcher {
  readonly #env: () => Env;
  readonly #runs: RunStore;

  constructor(env: () => Env, runs: RunStore) {
    this.#env = env;
    this.#runs = runs;
  }

  async sendStep(run: SyncRun, step: SyncStep): Promise<void> {
    const { tenant, sync, attempt, scope } = run;
    if (step === 'plan') return this.sendPlanJobs(run, this.#runs.unplannedChunks(sync, attempt));
    // One job takes a single-user sync from any step to its end.
    const name = scope === 'single' ? 'single' : step;
    const job: Job = name === 'settle' ? { job: name, tenant, sync, attempt } : { job: name, tenant, sync };
    await queueFor(this.#env(), name).send(job);
    this.#countMessages(sync, 1);
  }

  async sendPlanJobs({ tenant, sync, attempt }: SyncRun, chunks: readonly SnapshotChunk[]): Promise<void> {
    const messages = chunks.map(
      ({ chunk, first }): MessageSendRequest<Job> => ({ body: { job: 'plan', tenant, sync, attempt, chunk, first } }),
    );
    for (let at = 0; at < messages.length; at += MAX_BATCH_MESSAGES) {
      await queueFor(this.#env(), 'plan').sendBatch(messages.slice(at, at + MAX_BATCH_MESSAGES));
    }
    this.#countMessages(sync, messages.length);
  }

  #countMessages(sync: number, messages: number): void {
    const run = this.#runs.get(sync);
    if (run) this.#runs.put({ ...run, cost: { ...run.cost, messages: run.cost.messages + messages } });
  }
}
