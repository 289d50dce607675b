import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { coordinatorOf } from '../../../src/sync/coordinator/stub.ts';
import { deliverBatch, HeldSyncHarness } from '../harness/held-queues.ts';
import { nonZeroCounts, people, person } from '../harness/sync-harness.ts';

let held: HeldSyncHarness;
beforeEach(async () => {
  held = await HeldSyncHarness.open();
});

describe('a sync whose messages come twice, late or never', () => {
  test('comes to the same end when each comes twice at once, and once more', async () => {
    const id = await held.startFetched([
      ...people(1500),
      person(1, { hired: '2021-01-01' }),
      person(2, { email: 'x' }),
    ]);
    for (let job = held.queues.jobs.shift(); job; job = held.queues.jobs.shift()) {
      expect(await deliverBatch([job, job])).toEqual({ acked: 2, retried: 0 });
      expect(await deliverBatch([job])).toEqual({ acked: 1, retried: 0 });
    }
    const sync = await held.readSync(id);
    expect(sync.state).toBe('completed');
    expect(nonZeroCounts(sync)).toEqual({ created: 1500, skipped: 1, failed: 1 });
    const users = await held.harness.users();
    expect(users.size).toBe(1500);
    expect([...users.values()].every((user) => user.version === 1)).toBe(true);
    expect((await held.harness.records(sync)).length).toBe(1502);
  });

  test('comes to the same end when chunks come in another order', async () => {
    const id = await held.startFetched(people(2500));
    expect(held.queues.jobs.map(({ job }) => job)).toEqual(['plan', 'plan', 'plan']);
    held.queues.jobs.reverse();
    await held.queues.deliverAll();
    const sync = await held.readSync(id);
    expect(nonZeroCounts(sync)).toEqual({ created: 2500 });
    expect((await held.harness.records(sync)).map(({ ordinal }) => ordinal)).toEqual(
      Array.from({ length: 2500 }, (_, at) => at),
    );
  });

  test('sends a lost chunk again, and reconciles nothing without it', async () => {
    const id = await held.startFetched(people(2500));
    const lost = held.queues.jobs.splice(1, 1);
    await held.queues.deliverAll();
    expect(await held.readSync(id)).toMatchObject({ state: 'running', phase: 'planning' });
    await held.runWatchdog(30_000);
    expect(held.queues.jobs).toEqual([]);
    await held.runWatchdog(60_000);
    expect(held.queues.jobs).toEqual(lost);
    await held.queues.deliverAll();
    expect(nonZeroCounts(await held.readSync(id))).toEqual({ created: 2500 });
  });

  test.each(['fetch', 'settle', 'apply', 'finish'] as const)('sends a lost %s again', async (step) => {
    const id = await held.startSync(people(5));
    for (let job = held.queues.jobs.shift(); job && job.job !== step; job = held.queues.jobs.shift())
      await deliverBatch([job]);
    expect(held.queues.jobs).toEqual([]);
    await held.runWatchdog(60_000);
    expect(held.queues.jobs.map(({ job }) => job)).toEqual([step]);
    await held.queues.deliverAll();
    expect(nonZeroCounts(await held.readSync(id))).toEqual({ created: 5 });
  });

  test('fails in the end with a reason when nothing moves, and frees the tenant', async () => {
    const id = await held.startFetched(people(5));
    for (let time = 1; time < 8; time++) await held.runWatchdog(time * 60_000);
    const sync = await held.readSync(id);
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'step_failed' });
    expect(sync.reason).toContain('stopped while planning');
    expect((await held.harness.start()).ok).toBe(true);
  });

  test('goes on where it was after a Worker restarts', async () => {
    const id = await held.startFetched(people(2500));
    await held.queues.deliver('plan');
    await evictDurableObject(coordinatorOf(env, held.tenant));
    await held.queues.rehold(held.tenant);
    held.queues.jobs.length = 0;
    await held.runWatchdog(60_000);
    expect(held.queues.jobs.map(({ job }) => job)).toEqual(['settle']);
    await held.queues.deliverAll();
    expect(nonZeroCounts(await held.readSync(id))).toEqual({ created: 2500 });
    expect((await held.harness.users()).size).toBe(2500);
  });

  test('is not changed by messages after it has ended', async () => {
    const id = await held.startFetched(people(5));
    const all = [...held.queues.jobs];
    await held.queues.deliverAll();
    const before = await held.harness.userRows();
    await deliverBatch([
      ...all,
      { job: 'settle', tenant: held.tenant, sync: id, attempt: 1 },
      { job: 'apply', tenant: held.tenant, sync: id },
    ]);
    await deliverBatch([
      { job: 'finish', tenant: held.tenant, sync: id },
      { job: 'fetch', tenant: held.tenant, sync: id },
    ]);
    expect(held.queues.jobs).toEqual([]);
    expect(await held.harness.userRows()).toEqual(before);
    expect((await held.readSync(id)).state).toBe('completed');
  });
});
