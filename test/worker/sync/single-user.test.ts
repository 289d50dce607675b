import { beforeEach, describe, expect, test } from 'vitest';
import { HeldSyncHarness } from '../harness/held-queues.ts';
import { nonZeroCounts, people, person, SyncHarness } from '../harness/sync-harness.ts';

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
});

describe('a single-user sync', () => {
  test('creates, updates, skips, terminates and restores', async () => {
    await harness.sync(people(5));
    expect(nonZeroCounts(await harness.syncUser('E9', person(9)))).toEqual({ created: 1 });
    expect(nonZeroCounts(await harness.syncUser('E9', person(9)))).toEqual({ skipped: 1 });
    const updated = await harness.syncUser('E9', person(9, { title: 'Lead' }));
    expect(updated).toMatchObject({ scope: 'single', state: 'completed', records: 1, trigger: 'webhook' });
    expect(await harness.records(updated)).toMatchObject([
      {
        outcome: 'updated',
        persisted: true,
        user: { email: 'p9@acme.example' },
        changes: [{ attribute: 'title', before: 'Engineer', after: 'Lead' }],
        payload: { inline: JSON.stringify(person(9, { title: 'Lead' })) },
      },
    ]);
    const ended = await harness.syncUser('E9', person(9, { status: 'terminated' }));
    expect(ended).toMatchObject({ ended: 1, state: 'completed' });
    expect((await harness.users()).get('E9')?.state).toBe('terminated');
    expect(nonZeroCounts(await harness.syncUser('E9', person(9)))).toEqual({ restored: 1 });
    // Nobody else was absent.
    expect((await harness.store.users.countByState()).terminated).toBe(0);
  });

  test('writes nothing when it is a dry run', async () => {
    await harness.sync(people(5));
    const before = await harness.userRows();
    const dry = await harness.syncUser('E1', person(1, { title: 'Lead' }), { persist: false });
    expect(dry).toMatchObject({ state: 'completed', persisted: false });
    expect(nonZeroCounts(dry)).toEqual({ updated: 1 });
    expect(await harness.userRows()).toEqual(before);
  });

  test('fails for somebody whom the source does not know, and ends nobody', async () => {
    await harness.sync(people(5));
    const before = await harness.userRows();
    const unknown = await harness.runSync({ trigger: 'profile', person: { employee_id: 'E404' } });
    expect(unknown).toMatchObject({ state: 'failed', reasonCode: 'person_not_found' });
    expect(await harness.syncUser('E1', [])).toMatchObject({ state: 'failed', reasonCode: 'person_not_found' });
    expect(await harness.syncUser('E1', [person(1), person(2)])).toMatchObject({
      state: 'failed',
      reasonCode: 'person_ambiguous',
    });
    expect(await harness.syncUser('E1', { error: 'later' })).toMatchObject({
      state: 'completed',
      counts: { failed: 1 },
    });
    expect(await harness.userRows()).toEqual(before);
  });

  test('asks for a known user by the keys that we have', async () => {
    await harness.sync(people(5));
    const id = (await harness.users()).get('E3')?.id ?? 0;
    await fetch(`${harness.feed}/E3`, { method: 'PUT', body: JSON.stringify(person(3, { title: 'Lead' })) });
    const sync = await harness.runSync({ trigger: 'profile', person: { id } });
    expect(sync).toMatchObject({
      state: 'completed',
      userId: id,
      personKey: { employee_id: 'E3', email: 'p3@acme.example' },
    });
    expect((await harness.users()).get('E3')?.attributes.title).toBe('Lead');
    expect(await harness.start({ person: { id: 999 } })).toMatchObject({ ok: false, fault: { code: 'not_found' } });
  });

  test('leaves an e-mail with whoever holds it', async () => {
    await harness.sync(people(5));
    const before = await harness.userRows();
    const taken = await harness.syncUser('E1', person(1, { email: 'p2@acme.example' }));
    expect((await harness.records(taken))[0]?.errors[0]).toMatchObject({ code: 'email_taken' });
    const conflict = await harness.syncUser('E8', person(8, { email: 'p2@acme.example' }));
    expect((await harness.records(conflict))[0]?.errors[0]).toMatchObject({ code: 'employee_id_conflict' });
    expect(await harness.userRows()).toEqual(before);
  });

  test('trips the guard of the day after many terminations one by one, and goes on once approved', async () => {
    await harness.sync(people(40));
    for (let n = 1; n <= 5; n++) await harness.syncUser(`E${n}`, person(n, { status: 'terminated' }));
    const held = await harness.syncUser('E6', person(6, { status: 'terminated' }));
    expect(held).toMatchObject({ state: 'held', scope: 'single' });
    expect((await harness.users()).get('E6')?.state).toBe('active');
    const approved = await harness.apply(held.id);
    expect(approved).toMatchObject({ state: 'completed', ended: 1 });
    expect((await harness.users()).get('E6')?.state).toBe('terminated');
  });
});

describe('a single-user sync beside a full one', () => {
  test('waits for nobody, and older data of the full one does not overwrite it', async () => {
    const held = await HeldSyncHarness.open();
    await held.startSync(people(20));
    await held.queues.deliverAll();
    const feed = people(20).map((one) => ({ ...one, title: 'Old' }));
    const full = await held.startFetched(feed.slice(0, 18));
    // People 1 and 20 change after the fetch began: one is in the snapshot, the other is not.
    for (const n of [1, 20]) {
      await fetch(`${held.harness.feed}/E${n}`, { method: 'PUT', body: JSON.stringify(person(n, { title: 'New' })) });
      const started = await held.harness.start({ trigger: 'webhook', person: { employee_id: `E${n}` } });
      await held.queues.deliver('single');
      expect(await held.readSync(started.ok ? started.value.id : 0)).toMatchObject({
        state: 'completed',
        counts: { updated: 1 },
      });
    }
    await held.queues.deliverAll();
    const sync = await held.readSync(full);
    expect(nonZeroCounts(sync)).toEqual({ updated: 17, terminated: 1, skipped: 2 });
    const records = await held.harness.records(sync);
    expect(records.filter(({ reason }) => reason === 'newer_data').map(({ user }) => user?.email)).toEqual([
      'p1@acme.example',
      'p20@acme.example',
    ]);
    const users = await held.harness.users();
    expect([1, 2, 19, 20].map((n) => [users.get(`E${n}`)?.attributes.title, users.get(`E${n}`)?.state])).toEqual([
      ['New', 'active'],
      ['Old', 'active'],
      ['Engineer', 'terminated'],
      ['New', 'active'],
    ]);
  });

  test('keeps the full one from overwriting who changed between plan and apply', async () => {
    const held = await HeldSyncHarness.open();
    await held.startSync(people(5));
    await held.queues.deliverAll();
    const full = await held.startFetched([...people(5).map((one) => ({ ...one, title: 'Old' })), person(6)]);
    await held.queues.deliver('plan', 'settle');
    for (const n of [1, 6]) {
      await fetch(`${held.harness.feed}/E${n}`, { method: 'PUT', body: JSON.stringify(person(n, { title: 'New' })) });
      await held.harness.start({ trigger: 'webhook', person: { employee_id: `E${n}` } });
      await held.queues.deliver('single');
    }
    await held.queues.deliverAll();
    const sync = await held.readSync(full);
    expect(nonZeroCounts(sync)).toEqual({ updated: 4, failed: 2 });
    const records = (await held.harness.records(sync)).filter(({ outcome }) => outcome === 'failed');
    expect(records.map(({ errors }) => errors[0]?.code)).toEqual(['changed_since_plan', 'changed_since_plan']);
    const users = await held.harness.users();
    expect([1, 6].map((n) => users.get(`E${n}`)?.attributes.title)).toEqual(['New', 'New']);
  });
});
