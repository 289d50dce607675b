import { describe, expect, test } from 'vitest';
import { nonZeroCounts, people, person, SyncHarness } from '../harness/sync-harness.ts';

describe('a sync of everybody', () => {
  test('creates, skips, updates, terminates and restores', async () => {
    const harness = await SyncHarness.open();
    const first = await harness.sync(people(20));
    expect(first).toMatchObject({ state: 'completed', reason: null });
    expect(nonZeroCounts(first)).toEqual({ created: 20 });

    const again = await harness.sync(people(20));
    expect(nonZeroCounts(again)).toEqual({ skipped: 20 });

    const feed = people(20)
      .slice(1)
      .map((one, index) => (index === 0 ? { ...one, title: 'Lead' } : one));
    const third = await harness.sync(feed);
    expect(nonZeroCounts(third)).toEqual({ skipped: 18, updated: 1, terminated: 1 });
    const users = await harness.users();
    expect(users.get('E1')).toMatchObject({ state: 'terminated' });
    expect(users.get('E2')?.attributes).toMatchObject({ title: 'Lead' });

    const back = await harness.sync(people(20));
    expect(nonZeroCounts(back)).toEqual({ skipped: 18, updated: 1, restored: 1 });
    expect((await harness.users()).get('E1')).toMatchObject({ state: 'active' });
  });

  test('fails one person, and says why', async () => {
    const harness = await SyncHarness.open();
    const sync = await harness.sync([...people(3), person(4, { email: 'nonsense' })]);
    expect(nonZeroCounts(sync)).toEqual({ created: 3, failed: 1 });
    const record = (await harness.records(sync)).find(({ outcome }) => outcome === 'failed');
    expect(record).toMatchObject({ user: null, label: { full_name: 'Person 4', email: 'nonsense' } });
    expect(record?.errors[0]).toMatchObject({ code: 'invalid_email', attribute: 'email', expression: 'email' });
  });
});
