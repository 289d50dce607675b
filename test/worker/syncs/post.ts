import { createExecutionContext, createMessageBatch, getQueueResult, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import worker from '../../../src/index.ts';
import type { TenantCoordinator } from '../../../src/sync/coordinator/coordinator.ts';
import { coordinatorOf } from '../../../src/sync/coordinator/stub.ts';
import type { Job } from '../../../src/sync/jobs.ts';

/** Runs something inside a tenant's coordinator. */
export const inside = <Result>(tenant: number, what: (one: TenantCoordinator) => Result | Promise<Result>) =>
  runInDurableObject<TenantCoordinator, Result>(coordinatorOf(env, tenant), what);

/** Hands jobs to the Worker's own `queue` door, as one batch. @returns how many were taken, and how many are tried again */
export async function deliver(jobs: readonly Job[], queue = 'rollcall-chunks', bindings: Env = env) {
  const messages = jobs.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body }));
  const batch = createMessageBatch<Job>(queue, messages);
  const context = createExecutionContext();
  await worker.queue(batch, bindings);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, context);
  return { taken: explicitAcks.length, again: retryMessages.length };
}

const QUEUES = ['FETCH_QUEUE', 'CHUNK_QUEUE', 'SINGLE_QUEUE', 'HOUSEKEEPING_QUEUE'] as const;
/** Whose messages are held; those of other tenants go on. */
const held = new Map<number, Post>();
const routed = new WeakSet<Queue<Job>>();

function route(real: Queue<Job>): Queue<Job> {
  const queue: Queue<Job> = {
    metrics: () => real.metrics(),
    send: async (job, options) => {
      const post = held.get(job.tenant);
      return post ? post.keep([job]) : real.send(job, options);
    },
    sendBatch: async (batch, options) => {
      const messages = [...batch];
      const post = held.get(messages[0]?.body.tenant ?? 0);
      return post ? post.keep(messages.map(({ body }) => body)) : real.sendBatch(messages, options);
    },
  };
  routed.add(queue);
  return queue;
}

/**
 * The queues of one tenant's coordinator, held back: messages lie here until the test delivers them, twice, in another
 * order or never.
 */
export class Post {
  readonly jobs: Job[] = [];

  static async hold(tenant: number): Promise<Post> {
    const post = new Post();
    held.set(tenant, post);
    await post.holdAgain(tenant);
    return post;
  }

  /** After the coordinator was built anew, its queues must be held once more. */
  async holdAgain(tenant: number): Promise<void> {
    await inside(tenant, (one) => {
      const bindings: Env = Reflect.get(one, 'env');
      for (const name of QUEUES) {
        const real: Queue<Job> = bindings[name];
        if (!routed.has(real)) Object.defineProperty(bindings, name, { value: route(real), configurable: true });
      }
    });
  }

  keep(jobs: readonly Job[]): QueueSendResponse {
    this.jobs.push(...jobs);
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
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

/** Bindings whose coordinator does something more after each slice that apply tells it of. */
export function afterEachSlice(what: (sync: number) => Promise<unknown>): Env {
  const proxied = (stub: ReturnType<typeof coordinatorOf>) =>
    new Proxy(stub, {
      get: (target, key) =>
        key !== 'sliceApplied'
          ? Reflect.get(target, key)
          : async (...told: Parameters<TenantCoordinator['sliceApplied']>) => {
              const goes = await target.sliceApplied(...told);
              await what(told[0]);
              return goes;
            },
    });
  return {
    ...env,
    COORDINATOR: new Proxy(env.COORDINATOR, {
      get: (target, key) =>
        key === 'getByName' ? (name: string) => proxied(target.getByName(name)) : Reflect.get(target, key),
    }),
  };
}
