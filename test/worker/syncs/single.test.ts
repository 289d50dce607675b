import { beforeEach, describe, expect, test } from 'vitest';
import { HeldRoad } from './held-road.ts';
import { countsOf, people, person, Road } from './road.ts';

let road: Road;
beforeEach(async () => {
  road = await Road.open();
});

describe('a single-user sync', () => {
  test('creates, updates, skips, terminates and restores', async () => {
    await road.sync(people(5));
    expect(countsOf(await road.one('E9', person(9)))).toEqual({ created: 1 });
    expect(countsOf(await road.one('E9', person(9)))).toEqual({ skipped: 1 });
    const updated = await road.one('E9', person(9, { title: 'Lead' }));
    expect(updated).toMatchObject({ scope: 'single', state: 'completed', records: 1, trigger: 'webhook' });
    expect(await road.records(updated)).toMatchObject([
      {
        outcome: 'updated',
        persisted: true,
        user: { email: 'p9@acme.example' },
        changes: [{ attribute: 'title', before: 'Engineer', after: 'Lead' }],
        payload: { inline: JSON.stringify(person(9, { title: 'Lead' })) },
      },
    ]);
    const ended = await road.one('E9', person(9, { status: 'terminated' }));
    expect(ended).toMatchObject({ ended: 1, state: 'completed' });
    expect((await road.users()).get('E9')?.state).toBe('terminated');
    expect(countsOf(await road.one('E9', person(9)))).toEqual({ restored: 1 });
    // Nobody else was absent.
    expect((await road.store.users.count()).terminated).toBe(0);
  });

  test('writes nothing when it is a dry run', async () => {
    await road.sync(people(5));
    const before = await road.table();
    const dry = await road.one('E1', person(1, { title: 'Lead' }), { persist: false });
    expect(dry).toMatchObject({ state: 'completed', persisted: false });
    expect(countsOf(dry)).toEqual({ updated: 1 });
    expect(await road.table()).toEqual(before);
  });

  test('fails for somebody whom the source does not know, and ends nobody', async () => {
    await road.sync(people(5));
    const before = await road.table();
    const unknown = await road.run({ trigger: 'profile', person: { employee_id: 'E404' } });
    expect(unknown).toMatchObject({ state: 'failed', reasonCode: 'person_not_found' });
    expect(await road.one('E1', [])).toMatchObject({ state: 'failed', reasonCode: 'person_not_found' });
    expect(await road.one('E1', [person(1), person(2)])).toMatchObject({
      state: 'failed',
      reasonCode: 'person_ambiguous',
    });
    expect(await road.one('E1', { error: 'later' })).toMatchObject({ state: 'completed', counts: { failed: 1 } });
    expect(await road.table()).toEqual(before);
  });

  test('asks for a known user by the keys that we have', async () => {
    await road.sync(people(5));
    const id = (await road.users()).get('E3')?.id ?? 0;
    await fetch(`${road.feed}/E3`, { method: 'PUT', body: JSON.stringify(person(3, { title: 'Lead' })) });
    const sync = await road.run({ trigger: 'profile', person: { id } });
    expect(sync).toMatchObject({
      state: 'completed',
      userId: id,
      personKey: { employee_id: 'E3', email: 'p3@acme.example' },
    });
    expect((await road.users()).get('E3')?.attributes.title).toBe('Lead');
    expect(await road.start({ person: { id: 999 } })).toMatchObject({ ok: false, fault: { code: 'not_found' } });
  });

  test('leaves an e-mail with whoever holds it', async () => {
    await road.sync(people(5));
    const before = await road.table();
    const taken = await road.one('E1', person(1, { email: 'p2@acme.example' }));
    expect((await road.records(taken))[0]?.errors[0]).toMatchObject({ code: 'email_taken' });
    const conflict = await road.one('E8', person(8, { email: 'p2@acme.example' }));
    expect((await road.records(conflict))[0]?.errors[0]).toMatchObject({ code: 'employee_id_conflict' });
    expect(await road.table()).toEqual(before);
  });

  test('trips the guard of the day after many terminations one by one, and goes on once approved', async () => {
    await road.sync(people(40));
    for (let n = 1; n <= 5; n++) await road.one(`E${n}`, person(n, { status: 'terminated' }));
    const held = await road.one('E6', person(6, { status: 'terminated' }));
    expect(held).toMatchObject({ state: 'held', scope: 'single' });
    expect((await road.users()).get('E6')?.state).toBe('active');
    const approved = await road.apply(held.id);
    expect(approved).toMatchObject({ state: 'completed', ended: 1 });
    expect((await road.users()).get('E6')?.state).toBe('terminated');
  });
});

describe('a single-user sync beside a full one', () => {
  test('waits for nobody, and older data of the full one does not overwrite it', async () => {
    const held = await HeldRoad.open();
    await held.begin(people(20));
    await held.post.passAll();
    const feed = people(20).map((one) => ({ ...one, title: 'Old' }));
    const full = await held.fetched(feed.slice(0, 18));
    // People 1 and 20 change after the fetch began: one is in the snapshot, the other is not.
    for (const n of [1, 20]) {
      await fetch(`${held.road.feed}/E${n}`, { method: 'PUT', body: JSON.stringify(person(n, { title: 'New' })) });
      const started = await held.road.start({ trigger: 'webhook', person: { employee_id: `E${n}` } });
      await held.post.pass('single');
      expect(await held.get(started.ok ? started.value.id : 0)).toMatchObject({
        state: 'completed',
        counts: { updated: 1 },
      });
    }
    await held.post.passAll();
    const sync = await held.get(full);
    expect(countsOf(sync)).toEqual({ updated: 17, terminated: 1, skipped: 2 });
    const records = await held.road.records(sync);
    expect(records.filter(({ reason }) => reason === 'newer_data').map(({ user }) => user?.email)).toEqual([
      'p1@acme.example',
      'p20@acme.example',
    ]);
    const users = await held.road.users();
    expect([1, 2, 19, 20].map((n) => [users.get(`E${n}`)?.attributes.title, users.get(`E${n}`)?.state])).toEqual([
      ['New', 'active'],
      ['Old', 'active'],
      ['Engineer', 'terminated'],
      ['New', 'active'],
    ]);
  });

  test('keeps the full one from overwriting who changed between plan and apply', async () => {
    const held = await HeldRoad.open();
    await held.begin(people(5));
    await held.post.passAll();
    const full = await held.fetched([...people(5).map((one) => ({ ...one, title: 'Old' })), person(6)]);
    await held.post.pass('plan', 'settle');
    for (const n of [1, 6]) {
      await fetch(`${held.road.feed}/E${n}`, { method: 'PUT', body: JSON.stringify(person(n, { title: 'New' })) });
      await held.road.start({ trigger: 'webhook', person: { employee_id: `E${n}` } });
      await held.post.pass('single');
    }
    await held.post.passAll();
    const sync = await held.get(full);
    expect(countsOf(sync)).toEqual({ updated: 4, failed: 2 });
    const records = (await held.road.records(sync)).filter(({ outcome }) => outcome === 'failed');
    expect(records.map(({ errors }) => errors[0]?.code)).toEqual(['changed_since_plan', 'changed_since_plan']);
    const users = await held.road.users();
    expect([1, 6].map((n) => users.get(`E${n}`)?.attributes.title)).toEqual(['New', 'New']);
  });
});
