import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deliverBatch, HeldSyncHarness, inCoordinator } from '../harness/held-queues.ts';
import { nonZeroCounts, people } from '../harness/sync-harness.ts';

let held: HeldSyncHarness;
beforeEach(async () => {
  held = await HeldSyncHarness.open();
});

describe('a fetch whose Worker died', () => {
  test('fails its sync; one fresh one starts by itself, and only one', async () => {
    const id = await held.startSync(people(5));
    await inCoordinator(held.tenant, (one) => one.beginFetch(id));
    held.queues.jobs.length = 0;
    await held.runWatchdog(50_000);
    expect((await held.readSync(id)).state).toBe('running');
    // A second delivery finds the lease taken.
    await deliverBatch([{ job: 'fetch', tenant: held.tenant, sync: id }]);
    expect(held.queues.jobs).toEqual([]);
    await held.runWatchdog(70_000);
    const dead = await held.readSync(id);
    expect(dead).toMatchObject({ state: 'failed', reasonCode: 'fetch_died' });
    expect(dead.reason).toBe('The download stopped without an answer. Nothing was changed. A fresh sync was started.');
    expect(held.queues.jobs).toEqual([{ job: 'fetch', tenant: held.tenant, sync: id + 1 }]);
    expect(await held.readSync(id + 1)).toMatchObject({
      state: 'running',
      retryOf: id,
      trigger: 'manual',
      persisted: true,
    });
    await inCoordinator(held.tenant, (one) => one.beginFetch(id + 1));
    held.queues.jobs.length = 0;
    await held.runWatchdog(70_000);
    expect(await held.readSync(id + 1)).toMatchObject({ state: 'failed', reasonCode: 'fetch_died' });
    expect(held.queues.jobs).toEqual([]);
    expect(await held.harness.userRows()).toEqual([]);
  });

  test('does not plan chunks of the dead attempt into the next one', async () => {
    const id = await held.startSync(people(5));
    const lease = await inCoordinator(held.tenant, (one) => one.beginFetch(id));
    expect(lease?.attempt).toBe(1);
    await inCoordinator(held.tenant, (one) => one.chunksStored(id, 1, [{ chunk: 0, first: 0, records: 5 }], 10));
    await held.runWatchdog(70_000);
    await held.queues.deliverAll();
    expect((await held.readSync(id)).state).toBe('failed');
    expect(nonZeroCounts(await held.readSync(id + 1))).toEqual({ created: 5 });
  });
});

describe('the coordinator', () => {
  test('starts one of two syncs that are asked for at once, and the other says which', async () => {
    const [one, two] = await Promise.all([held.harness.start(), held.harness.start({ persist: false })]);
    const won = one.ok ? one : two;
    const lost = one.ok ? two : one;
    expect(won.ok && lost.ok).toBe(false);
    expect(lost).toMatchObject({ fault: { code: 'sync_running', details: { sync_id: won.ok && won.value.id } } });
    expect(held.queues.jobs.length).toBe(1);
  });

  test('fails a sync with the reason when a message failed every time', async () => {
    const id = await held.startFetched(people(5));
    await deliverBatch(held.queues.take('plan'), 'rollcall-dead');
    const sync = await held.readSync(id);
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'step_failed' });
    expect(sync.reason).toContain('planning a chunk of records');
    expect((await held.harness.start()).ok).toBe(true);
  });

  test('has a step that breaks tried again, and drops a message of no known form', async () => {
    const id = await held.startFetched(people(5));
    const listed = await env.PAYLOADS.list({ prefix: `tenants/${held.tenant}/` });
    await env.PAYLOADS.delete(listed.objects.map(({ key }) => key));
    expect(await deliverBatch(held.queues.take('plan'))).toEqual({ acked: 0, retried: 1 });
    // @ts-expect-error: nothing that we send
    expect(await deliverBatch([{ job: 'unheard of', sync: id }])).toEqual({ acked: 1, retried: 0 });
  });
});
