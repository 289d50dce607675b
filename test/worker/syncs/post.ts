import { createExecutionContext, createMessageBatch, getQueueResult, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import worker from '../../../src/index.ts';
import type { TenantCoordinator } from '../../../src/syncs/coordinator/coordinator.ts';
import { coordinatorOf } from '../../../src/syncs/coordinator/coordinator-of.ts';
import type { Job } from '../../../src/syncs/jobs.ts';

/** Runs something inside a tenant's coordinator. */
export const inside = <Result>(tenant: number, what: (one: TenantCoordinator) => Result | Promise<Result>) =>
  runInDurableObject<TenantCoordinator, Result>(coordinatorOf(env, tenant), what);

/** Hands jobs to the Worker's own `queue` door, as one batch. @returns how many were taken, and how many are tried again */
export async function deliver(jobs: readonly Job[], queue = 'rollcall-chunks') {
  const messages = jobs.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body }));
  const batch = createMessageBatch<Job>(queue, messages);
  const context = createExecutionContext();
  await worker.queue(batch, env);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, context);
  return { taken: explicitAcks.length, again: retryMessages.length };
}

/**
 * The queues of one tenant's coordinator, held back: messages lie here until the test delivers them, twice, in another
 * order or never.
 */
export class Post {
  readonly jobs: Job[] = [];

  static async hold(tenant: number): Promise<Post> {
    const post = new Post();
    await post.holdAgain(tenant);
    return post;
  }

  /** After the coordinator was built anew, its queues must be held once more. */
  async holdAgain(tenant: number): Promise<void> {
    const queue = {
      send: async (job: Job) => void this.jobs.push(job),
      sendBatch: async (batch: MessageSendRequest<Job>[]) => void this.jobs.push(...batch.map(({ body }) => body)),
    };
    const held = { FETCH_QUEUE: queue, CHUNK_QUEUE: queue, SINGLE_QUEUE: queue, HOUSEKEEPING_QUEUE: queue };
    await inside(tenant, (one) => {
      Object.defineProperty(one, 'env', { value: { ...env, ...held }, configurable: true });
    });
  }

  /** Takes every message of a kind that lies here. */
  take(job: Job['job']): Job[] {
    const found = this.jobs.filter((one) => one.job === job);
    this.jobs.splice(0, this.jobs.length, ...this.jobs.filter((one) => one.job !== job));
    return found;
  }

  /** Delivers messages of these kinds, in this order, as they appear. */
  async pass(...kinds: Job['job'][]): Promise<void> {
    for (const kind of kinds) for (const job of this.take(kind)) await deliver([job]);
  }

  /** Delivers whatever lies here, until nothing does. */
  async passAll(): Promise<void> {
    for (let job = this.jobs.shift(); job; job = this.jobs.shift()) await deliver([job]);
  }
}
