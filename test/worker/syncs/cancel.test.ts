import { beforeEach, describe, expect, test } from 'vitest';
import { HeldRoad } from './held-road.ts';
import { afterEachSlice, deliver, inside } from './post.ts';
import { countsOf, people, person } from './road.ts';

let held: HeldRoad;
beforeEach(async () => {
  held = await HeldRoad.open();
});

describe('cancelling a sync', () => {
  test('while it fetches or plans leaves nothing to be applied', async () => {
    const id = await held.fetched(people(1500));
    const [first] = held.post.jobs;
    await deliver(first ? [first] : []);
    const cancelled = await held.cancel(id);
    expect(cancelled).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    expect((await held.get(id)).reason).toBe('Cancelled by ada@acme.example, before anything was applied.');
    await held.post.passAll();
    expect(await held.road.table()).toEqual([]);
    expect(await held.cancel(id)).toMatchObject({ ok: false, fault: { code: 'sync_not_running' } });
  });

  test('between two slices of apply leaves the rest unwritten, and the reason says how much was written', async () => {
    const id = await held.fetched(people(11_000));
    await held.post.pass('plan', 'settle');
    let slices = 0;
    const cancels = afterEachSlice(async () => (slices++ === 0 ? held.cancel(id) : null));
    await deliver(held.post.take('apply'), 'rollcall-housekeeping', cancels);
    const sync = await held.get(id);
    expect(sync.state).toBe('cancelled');
    expect(sync.reason).toBe(
      'Cancelled by ada@acme.example, after 5000 of 11000 changes were applied and more were being written. Its records say which.',
    );
    // The answer of the first slice was on its way when the cancel came: one more, and no third.
    expect(await held.road.store.users.count()).toEqual({ active: 10_000, terminated: 0 });
    const records = await held.road.store.records.list(sync, { after: 9_997, limit: 4 });
    expect(records.map(({ persisted }) => persisted)).toEqual([true, true, false, false]);
  });

  test('after a Worker died in apply counts what it had written', async () => {
    const id = await held.fetched(people(6000));
    await held.post.pass('plan', 'settle');
    const dies = afterEachSlice(() => Promise.reject(new Error('The Worker died')));
    expect(await deliver(held.post.take('apply'), 'rollcall-housekeeping', dies)).toEqual({ taken: 0, again: 1 });
    expect((await held.road.store.users.count()).active).toBe(5000);
    await deliver([{ job: 'apply', tenant: held.tenant, sync: id }]);
    expect((await inside(held.tenant, (one) => one.progress(id)))?.applied).toBe(6000);
    await held.post.passAll();
    expect(countsOf(await held.get(id))).toEqual({ created: 6000 });
    expect((await held.road.users()).get('E1')?.version).toBe(1);
  });

  test('in the approved part of a held sync says how much was applied', async () => {
    await held.post.passAll();
    const first = await held.begin(people(40));
    await held.post.passAll();
    expect((await held.get(first)).state).toBe('completed');
    const id = await held.begin(people(20));
    await held.post.passAll();
    expect((await held.get(id)).state).toBe('held');
    const approved = await held.road.tryApply(id);
    expect(approved.ok).toBe(true);
    await held.post.pass('apply');
    await held.cancel(id);
    expect((await held.get(id)).reason).toBe('Cancelled by ada@acme.example, after 20 of 20 changes were applied.');
  });

  test('still counts its terminations for the guard of the day', async () => {
    await held.begin(people(40));
    await held.post.passAll();
    const id = await held.fetched(people(36));
    await held.post.pass('plan', 'settle', 'apply');
    await held.cancel(id);
    expect((await held.get(id)).reason).toBe('Cancelled by ada@acme.example, after 4 of 4 changes were applied.');
    expect((await held.road.store.users.count()).terminated).toBe(4);
    const next = await held.fetched([...people(34), person(50), person(51)]);
    await held.post.passAll();
    expect(await held.get(next)).toMatchObject({ state: 'held', guards: [{ code: 'terminations', found: 6 }] });
  });
});
