import type { Step } from '../../domain/sync/states.ts';
import { type Job, queueOf } from '../jobs.ts';
import type { Run } from './run.ts';
import type { Chunk, Runs } from './runs.ts';

/** A queue takes so many messages at once. */
const MOST_TOGETHER = 100;

/** Sends the jobs of a sync, and counts them as its cost. */
export class Post {
  readonly #env: () => Env;
  readonly #runs: Runs;

  constructor(env: () => Env, runs: Runs) {
    this.#env = env;
    this.#runs = runs;
  }

  /** Sends a sync on to a step. Planning is sent chunk by chunk: those that are not planned yet. */
  async step(run: Run, step: Step): Promise<void> {
    const { tenant, sync, attempt, scope } = run;
    if (step === 'plan') return this.chunks(run, this.#runs.unplanned(sync, attempt));
    // One job takes a sync of one person to its end, from whichever step it is at.
    const name = scope === 'single' ? 'single' : step;
    const job: Job = name === 'settle' ? { job: name, tenant, sync, attempt } : { job: name, tenant, sync };
    await queueOf(this.#env(), name).send(job);
    this.#count(sync, 1);
  }

  async chunks({ tenant, sync, attempt }: Run, chunks: readonly Chunk[]): Promise<void> {
    const messages = chunks.map(
      ({ chunk, first }): MessageSendRequest<Job> => ({ body: { job: 'plan', tenant, sync, attempt, chunk, first } }),
    );
    for (let at = 0; at < messages.length; at += MOST_TOGETHER) {
      await queueOf(this.#env(), 'plan').sendBatch(messages.slice(at, at + MOST_TOGETHER));
    }
    this.#count(sync, messages.length);
  }

  #count(sync: number, messages: number): void {
    const run = this.#runs.get(sync);
    if (run) this.#runs.put({ ...run, cost: { ...run.cost, messages: run.cost.messages + messages } });
  }
}
