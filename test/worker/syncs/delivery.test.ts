import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { coordinatorOf } from '../../../src/sync/coordinator/stub.ts';
import { HeldRoad } from './held-road.ts';
import { deliver } from './post.ts';
import { countsOf, people, person } from './road.ts';

let held: HeldRoad;
beforeEach(async () => {
  held = await HeldRoad.open();
});

describe('a sync whose messages come twice, late or never', () => {
  test('comes to the same end when each comes twice at once, and once more', async () => {
    const id = await held.fetched([...people(1500), person(1, { hired: '2021-01-01' }), person(2, { email: 'x' })]);
    for (let job = held.post.jobs.shift(); job; job = held.post.jobs.shift()) {
      expect(await deliver([job, job])).toEqual({ taken: 2, again: 0 });
      expect(await deliver([job])).toEqual({ taken: 1, again: 0 });
    }
    const sync = await held.get(id);
    expect(sync.state).toBe('completed');
    expect(countsOf(sync)).toEqual({ created: 1500, skipped: 1, failed: 1 });
    const users = await held.road.users();
    expect(users.size).toBe(1500);
    expect([...users.values()].every((user) => user.version === 1)).toBe(true);
    expect((await held.road.records(sync)).length).toBe(1502);
  });

  test('comes to the same end when chunks come in another order', async () => {
    const id = await held.fetched(people(2500));
    expect(held.post.jobs.map(({ job }) => job)).toEqual(['plan', 'plan', 'plan']);
    held.post.jobs.reverse();
    await held.post.passAll();
    const sync = await held.get(id);
    expect(countsOf(sync)).toEqual({ created: 2500 });
    expect((await held.road.records(sync)).map(({ ordinal }) => ordinal)).toEqual(
      Array.from({ length: 2500 }, (_, at) => at),
    );
  });

  test('sends a lost chunk again, and reconciles nothing without it', async () => {
    const id = await held.fetched(people(2500));
    const lost = held.post.jobs.splice(1, 1);
    await held.post.passAll();
    expect(await held.get(id)).toMatchObject({ state: 'running', phase: 'planning' });
    await held.watch(30_000);
    expect(held.post.jobs).toEqual([]);
    await held.watch(60_000);
    expect(held.post.jobs).toEqual(lost);
    await held.post.passAll();
    expect(countsOf(await held.get(id))).toEqual({ created: 2500 });
  });

  test.each(['fetch', 'settle', 'apply', 'finish'] as const)('sends a lost %s again', async (step) => {
    const id = await held.begin(people(5));
    for (let job = held.post.jobs.shift(); job && job.job !== step; job = held.post.jobs.shift()) await deliver([job]);
    expect(held.post.jobs).toEqual([]);
    await held.watch(60_000);
    expect(held.post.jobs.map(({ job }) => job)).toEqual([step]);
    await held.post.passAll();
    expect(countsOf(await held.get(id))).toEqual({ created: 5 });
  });

  test('fails in the end with a reason when nothing moves, and frees the tenant', async () => {
    const id = await held.fetched(people(5));
    for (let time = 1; time < 8; time++) await held.watch(time * 60_000);
    const sync = await held.get(id);
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'step_failed' });
    expect(sync.reason).toContain('stopped while planning');
    expect((await held.road.start()).ok).toBe(true);
  });

  test('goes on where it was after a Worker restarts', async () => {
    const id = await held.fetched(people(2500));
    await held.post.pass('plan');
    await evictDurableObject(coordinatorOf(env, held.tenant));
    await held.post.holdAgain(held.tenant);
    held.post.jobs.length = 0;
    await held.watch(60_000);
    expect(held.post.jobs.map(({ job }) => job)).toEqual(['settle']);
    await held.post.passAll();
    expect(countsOf(await held.get(id))).toEqual({ created: 2500 });
    expect((await held.road.users()).size).toBe(2500);
  });

  test('is not changed by messages after it has ended', async () => {
    const id = await held.fetched(people(5));
    const all = [...held.post.jobs];
    await held.post.passAll();
    const before = await held.road.table();
    await deliver([
      ...all,
      { job: 'settle', tenant: held.tenant, sync: id, attempt: 1 },
      { job: 'apply', tenant: held.tenant, sync: id },
    ]);
    await deliver([
      { job: 'finish', tenant: held.tenant, sync: id },
      { job: 'fetch', tenant: held.tenant, sync: id },
    ]);
    expect(held.post.jobs).toEqual([]);
    expect(await held.road.table()).toEqual(before);
    expect((await held.get(id)).state).toBe('completed');
  });
});
