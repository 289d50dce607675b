import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { HeldRoad } from './held-road.ts';
import { deliver, inside } from './post.ts';
import { countsOf, people } from './road.ts';

let held: HeldRoad;
beforeEach(async () => {
  held = await HeldRoad.open();
});

describe('a fetch whose Worker died', () => {
  test('fails its sync; one fresh one starts by itself, and only one', async () => {
    const id = await held.begin(people(5));
    await inside(held.tenant, (one) => one.beginFetch(id));
    held.post.jobs.length = 0;
    await held.watch(50_000);
    expect((await held.get(id)).state).toBe('running');
    // A second delivery finds the lease taken.
    await deliver([{ job: 'fetch', tenant: held.tenant, sync: id }]);
    expect(held.post.jobs).toEqual([]);
    await held.watch(70_000);
    const dead = await held.get(id);
    expect(dead).toMatchObject({ state: 'failed', reasonCode: 'fetch_died' });
    expect(dead.reason).toBe('The download stopped without an answer. Nothing was changed. A fresh sync was started.');
    expect(held.post.jobs).toEqual([{ job: 'fetch', tenant: held.tenant, sync: id + 1 }]);
    expect(await held.get(id + 1)).toMatchObject({ state: 'running', retryOf: id, trigger: 'manual', persisted: true });
    await inside(held.tenant, (one) => one.beginFetch(id + 1));
    held.post.jobs.length = 0;
    await held.watch(70_000);
    expect(await held.get(id + 1)).toMatchObject({ state: 'failed', reasonCode: 'fetch_died' });
    expect(held.post.jobs).toEqual([]);
    expect(await held.road.table()).toEqual([]);
  });

  test('does not plan chunks of the dead attempt into the next one', async () => {
    const id = await held.begin(people(5));
    const lease = await inside(held.tenant, (one) => one.beginFetch(id));
    expect('go' in lease && lease.go.attempt).toBe(1);
    await inside(held.tenant, (one) => one.chunksReady(id, 1, [{ chunk: 0, first: 0, records: 5 }], 10));
    await held.watch(70_000);
    await held.post.passAll();
    expect((await held.get(id)).state).toBe('failed');
    expect(countsOf(await held.get(id + 1))).toEqual({ created: 5 });
  });
});

describe('the coordinator', () => {
  test('starts one of two syncs that are asked for at once, and the other says which', async () => {
    const [one, two] = await Promise.all([held.road.start(), held.road.start({ persist: false })]);
    const won = one.ok ? one : two;
    const lost = one.ok ? two : one;
    expect(won.ok && lost.ok).toBe(false);
    expect(lost).toMatchObject({ fault: { code: 'sync_running', details: { sync_id: won.ok && won.value.id } } });
    expect(held.post.jobs.length).toBe(1);
  });

  test('fails a sync with the reason when a message failed every time', async () => {
    const id = await held.fetched(people(5));
    await deliver(held.post.take('plan'), 'rollcall-dead');
    const sync = await held.get(id);
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'step_failed' });
    expect(sync.reason).toContain('planning a chunk of records');
    expect((await held.road.start()).ok).toBe(true);
  });

  test('has a step that breaks tried again, and drops a message of no known form', async () => {
    const id = await held.fetched(people(5));
    const listed = await env.PAYLOADS.list({ prefix: `tenants/${held.tenant}/` });
    await env.PAYLOADS.delete(listed.objects.map(({ key }) => key));
    expect(await deliver(held.post.take('plan'))).toEqual({ taken: 0, again: 1 });
    // @ts-expect-error: nothing that we send
    expect(await deliver([{ job: 'unheard of', sync: id }])).toEqual({ taken: 1, again: 0 });
  });
});
