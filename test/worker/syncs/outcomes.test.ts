import { describe, expect, test } from 'vitest';
import { countsOf, people, person, Road } from './road.ts';

describe('a sync of everybody', () => {
  test('creates, skips, updates, terminates and restores', async () => {
    const road = await Road.open();
    const first = await road.sync(people(20));
    expect(first).toMatchObject({ state: 'completed', reason: null });
    expect(countsOf(first)).toEqual({ created: 20 });

    const again = await road.sync(people(20));
    expect(countsOf(again)).toEqual({ skipped: 20 });

    const feed = people(20)
      .slice(1)
      .map((one, index) => (index === 0 ? { ...one, title: 'Lead' } : one));
    const third = await road.sync(feed);
    expect(countsOf(third)).toEqual({ skipped: 18, updated: 1, terminated: 1 });
    const users = await road.users();
    expect(users.get('E1')).toMatchObject({ state: 'terminated' });
    expect(users.get('E2')?.attributes).toMatchObject({ title: 'Lead' });

    const back = await road.sync(people(20));
    expect(countsOf(back)).toEqual({ skipped: 18, updated: 1, restored: 1 });
    expect((await road.users()).get('E1')).toMatchObject({ state: 'active' });
  });

  test('fails one person, and says why', async () => {
    const road = await Road.open();
    const sync = await road.sync([...people(3), person(4, { email: 'nonsense' })]);
    expect(countsOf(sync)).toEqual({ created: 3, failed: 1 });
    const record = (await road.records(sync)).find(({ outcome }) => outcome === 'failed');
    expect(record).toMatchObject({ user: null, label: { full_name: 'Person 4', email: 'nonsense' } });
    expect(record?.errors[0]).toMatchObject({ code: 'invalid_email', attribute: 'email', expression: 'email' });
  });
});
