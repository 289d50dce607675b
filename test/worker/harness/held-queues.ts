import { createExecutionContext, createMessageBatch, getQueueResult, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { cancelSync } from '../../../src/app/syncs/stop-sync.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import worker from '../../../src/index.ts';
import type { TenantCoordinator } from '../../../src/sync/coordinator/coordinator.ts';
import { coordinatorOf } from '../../../src/sync/coordinator/stub.ts';
import type { Job } from '../../../src/sync/jobs.ts';
import { type Person, SyncHarness } from './sync-harness.ts';

export const inCoordinator = <Result>(tenant: number, what: (one: TenantCoordinator) => Result | Promise<Result>) =>
  runInDurableObject<TenantCoordinator, Result>(coordinatorOf(env, tenant), what);

/** Delivers jobs to the Worker's queue consumer, as one batch. @returns how many were acknowledged, and how many are retried */
export async function deliverBatch(jobs: readonly Job[], queue = 'rollcall-chunks', bindings: Env = env) {
  const messages = jobs.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body }));
  const batch = createMessageBatch<Job>(queue, messages);
  const context = createExecutionContext();
  await worker.queue(batch, bindings);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, context);
  return { acked: explicitAcks.length, retried: retryMessages.length };
}

const QUEUES = ['FETCH_QUEUE', 'CHUNK_QUEUE', 'SINGLE_QUEUE', 'HOUSEKEEPING_QUEUE'] as const;
/** Tenants whose messages are held; those of others are sent on. */
const heldTenants = new Map<number, HeldQueues>();
const routedQueues = new WeakSet<Queue<Job>>();

function routeQueue(real: Queue<Job>): Queue<Job> {
  const queue: Queue<Job> = {
    metrics: () => real.metrics(),
    send: async (job, options) => {
      const post = heldTenants.get(job.tenant);
      return post ? post.keep([job]) : real.send(job, options);
    },
    sendBatch: async (batch, options) => {
      const messages = [...batch];
      const post = heldTenants.get(messages[0]?.body.tenant ?? 0);
      return post ? post.keep(messages.map(({ body }) => body)) : real.sendBatch(messages, options);
    },
  };
  routedQueues.add(queue);
  return queue;
}

/**
 * The queues of one tenant's coordinator, held back: messages lie here until the test delivers them, twice, in another
 * order or never.
 */
export class HeldQueues {
  readonly jobs: Job[] = [];

  static async hold(tenant: number): Promise<HeldQueues> {
    const post = new HeldQueues();
    heldTenants.set(tenant, post);
    await post.rehold(tenant);
    return post;
  }

  /** A restarted coordinator has new bindings: they must be replaced again. */
  async rehold(tenant: number): Promise<void> {
    await inCoordinator(tenant, (one) => {
      const bindings: Env = Reflect.get(one, 'env');
      for (const name of QUEUES) {
        const real: Queue<Job> = bindings[name];
        if (!routedQueues.has(real))
          Object.defineProperty(bindings, name, { value: routeQueue(real), configurable: true });
      }
    });
  }

  keep(jobs: readonly Job[]): QueueSendResponse {
    this.jobs.push(...jobs);
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  }

  /** Removes the held messages of a kind. */
  take(job: Job['job']): Job[] {
    const found = this.jobs.filter((one) => one.job === job);
    this.jobs.splice(0, this.jobs.length, ...this.jobs.filter((one) => one.job !== job));
    return found;
  }

  /** Delivers the held messages of these kinds, kind by kind. */
  async deliver(...kinds: Job['job'][]): Promise<void> {
    for (const kind of kinds) for (const job of this.take(kind)) await deliverBatch([job]);
  }

  /** Delivers messages until none is held. */
  async deliverAll(): Promise<void> {
    for (let job = this.jobs.shift(); job; job = this.jobs.shift()) await deliverBatch([job]);
  }
}

/** Bindings whose coordinator calls `what` after each slice that apply reports. */
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

/** A tenant whose queue messages wait until the test delivers them. */
export class HeldSyncHarness {
  readonly harness: SyncHarness;
  readonly queues: HeldQueues;
  readonly tenant: number;

  constructor(harness: SyncHarness, post: HeldQueues) {
    this.harness = harness;
    this.queues = post;
    this.tenant = harness.store.tenant.id;
  }

  static async open(): Promise<HeldSyncHarness> {
    const harness = await SyncHarness.open();
    return new HeldSyncHarness(harness, await HeldQueues.hold(harness.store.tenant.id));
  }

  async startSync(feed: Person[], persist = true): Promise<number> {
    await this.harness.serveFeed(JSON.stringify(feed));
    const started = await this.harness.start({ persist });
    if (!started.ok) throw new Error(describeFault(started.fault));
    return started.value.id;
  }

  /** Starts a sync of these people and runs its fetch: its chunks wait to be planned. */
  async startFetched(feed: Person[], persist = true): Promise<number> {
    const id = await this.startSync(feed, persist);
    await this.queues.deliver('fetch');
    return id;
  }

  runWatchdog = (after: number) => inCoordinator(this.tenant, (one) => one.watch(Date.now() + after));
  cancel = (id: number) => cancelSync(env, this.harness.store.tenant, id, 'ada@acme.example');

  readSync = async (id: number) => {
    const sync = await this.harness.store.syncs.get(id);
    if (!sync) throw new Error(`No sync ${id}`);
    return sync;
  };
}
