import { beforeEach, describe, expect, test } from 'vitest';
import { afterEachSlice, deliverBatch, HeldSyncHarness, inCoordinator } from '../harness/held-queues.ts';
import { nonZeroCounts, people, person } from '../harness/sync-harness.ts';

let held: HeldSyncHarness;
beforeEach(async () => {
  held = await HeldSyncHarness.open();
});

describe('cancelling a sync', () => {
  test('while it fetches or plans leaves nothing to be applied', async () => {
    const id = await held.startFetched(people(1500));
    const [first] = held.queues.jobs;
    await deliverBatch(first ? [first] : []);
    const cancelled = await held.cancel(id);
    expect(cancelled).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    expect((await held.readSync(id)).reason).toBe('Cancelled by ada@acme.example, before anything was applied.');
    await held.queues.deliverAll();
    expect(await held.harness.userRows()).toEqual([]);
    expect(await held.cancel(id)).toMatchObject({ ok: false, fault: { code: 'sync_not_running' } });
  });

  test('between two slices of apply leaves the rest unwritten, and the reason says how much was written', async () => {
    const id = await held.startFetched(people(11_000));
    await held.queues.deliver('plan', 'settle');
    let slices = 0;
    const cancels = afterEachSlice(async () => (slices++ === 0 ? held.cancel(id) : null));
    await deliverBatch(held.queues.take('apply'), 'rollcall-housekeeping', cancels);
    const sync = await held.readSync(id);
    expect(sync.state).toBe('cancelled');
    expect(sync.reason).toBe(
      'Cancelled by ada@acme.example, after 5000 of 11000 changes were applied and more were being written. Its records say which.',
    );
    // The answer of the first slice was on its way when the cancel came: one more, and no third.
    expect(await held.harness.store.users.countByState()).toEqual({ active: 10_000, terminated: 0 });
    const records = await held.harness.store.records.list(sync, { after: 9_997, limit: 4 });
    expect(records.map(({ persisted }) => persisted)).toEqual([true, true, false, false]);
  });

  test('after a Worker died in apply counts what it had written', async () => {
    const id = await held.startFetched(people(6000));
    await held.queues.deliver('plan', 'settle');
    const dies = afterEachSlice(() => Promise.reject(new Error('The Worker died')));
    expect(await deliverBatch(held.queues.take('apply'), 'rollcall-housekeeping', dies)).toEqual({
      acked: 0,
      retried: 1,
    });
    expect((await held.harness.store.users.countByState()).active).toBe(5000);
    await deliverBatch([{ job: 'apply', tenant: held.tenant, sync: id }]);
    expect((await inCoordinator(held.tenant, (one) => one.progress(id)))?.applied).toBe(6000);
    await held.queues.deliverAll();
    expect(nonZeroCounts(await held.readSync(id))).toEqual({ created: 6000 });
    expect((await held.harness.users()).get('E1')?.version).toBe(1);
  });

  test('in the approved part of a held sync says how much was applied', async () => {
    await held.queues.deliverAll();
    const first = await held.startSync(people(40));
    await held.queues.deliverAll();
    expect((await held.readSync(first)).state).toBe('completed');
    const id = await held.startSync(people(20));
    await held.queues.deliverAll();
    expect((await held.readSync(id)).state).toBe('held');
    const approved = await held.harness.tryApply(id);
    expect(approved.ok).toBe(true);
    await held.queues.deliver('apply');
    await held.cancel(id);
    expect((await held.readSync(id)).reason).toBe(
      'Cancelled by ada@acme.example, after 20 of 20 changes were applied.',
    );
  });

  test('still counts its terminations for the guard of the day', async () => {
    await held.startSync(people(40));
    await held.queues.deliverAll();
    const id = await held.startFetched(people(36));
    await held.queues.deliver('plan', 'settle', 'apply');
    await held.cancel(id);
    expect((await held.readSync(id)).reason).toBe('Cancelled by ada@acme.example, after 4 of 4 changes were applied.');
    expect((await held.harness.store.users.countByState()).terminated).toBe(4);
    const next = await held.startFetched([...people(34), person(50), person(51)]);
    await held.queues.deliverAll();
    expect(await held.readSync(next)).toMatchObject({ state: 'held', guards: [{ code: 'terminations', found: 6 }] });
  });
});
