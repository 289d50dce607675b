import { beforeEach, describe, expect, test } from 'vitest';
import { firstErrorCodes, nonZeroCounts, people, person, SyncHarness } from '../harness/sync-harness.ts';

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
});

describe('matching of payloads with users:', () => {
  test('an employee ID finds its user in any case and with blanks, and under a new e-mail', async () => {
    await harness.sync(people(3));
    const sync = await harness.sync([person(1, { id: ' e1 ' }), person(2, { email: 'New@acme.example' }), person(3)]);
    expect(nonZeroCounts(sync)).toMatchObject({ updated: 2, skipped: 1 });
    expect((await harness.users()).get('E2')?.email).toBe('New@acme.example');
  });

  test('an e-mail finds its user only where an ID is missing', async () => {
    await harness.sync([person(1), person(2, { id: null }), person(3), person(4)]);
    const sync = await harness.sync([
      person(1, { id: null, title: 'Lead' }),
      person(2),
      person(3),
      person(4, { id: 'E9' }),
    ]);
    expect(nonZeroCounts(sync)).toEqual({ updated: 2, skipped: 1, failed: 1 });
    const users = await harness.users();
    // Never cleared by a sync.
    expect(users.get('E1')?.attributes).toMatchObject({ title: 'Lead', employee_id: 'E1' });
    expect(users.get('E2')?.email).toBe('p2@acme.example');
    // The one whose e-mail came with another ID is there, and stays.
    expect(users.get('E4')?.state).toBe('active');
    const records = await harness.records(sync);
    expect(firstErrorCodes(records)).toEqual([[3, 'employee_id_conflict']]);
    expect(records[3]).toMatchObject({ user: null, label: { full_name: 'Person 4' } });
    expect(records[3]?.errors[0]?.message).toContain('(E4)');
  });

  test('leading zeros and scientific notation make no new person, and end nobody', async () => {
    await harness.sync([
      person(1, { id: '00123' }),
      person(2, { id: '12000000000' }),
      person(3),
      person(4, { id: null }),
    ]);
    const before = await harness.userRows();
    const sync = await harness.sync([
      person(1, { id: '123', title: 'Lead' }),
      person(2, { id: '1.2E+10' }),
      person(3),
      person(4, { id: '4E+3' }),
      person(5, { id: '1.3E+10' }),
    ]);
    expect(firstErrorCodes(await harness.records(sync))).toEqual([
      [0, 'id_format_changed'],
      [1, 'id_format_changed'],
      [3, 'id_format_changed'],
      [4, 'id_format_changed'],
    ]);
    expect(await harness.userRows()).toEqual(before);
    expect(nonZeroCounts(sync)).toEqual({ failed: 4, skipped: 1 });
  });

  test('a failed record counts as present', async () => {
    await harness.sync(people(20));
    const sync = await harness.sync([
      ...people(17),
      person(18, { hired: 'soon' }),
      person(19, { id: null, status: 'retired?' }),
      person(20, { id: 'E20', email: null }),
    ]);
    expect(nonZeroCounts(sync)).toEqual({ skipped: 17, failed: 3 });
  });

  test('two people who come with one new employee ID do not break the sync', async () => {
    await harness.sync([person(1, { id: null }), person(2, { id: null }), person(3)]);
    const feed = [person(1, { id: 'E5' }), person(2, { id: 'E5' }), person(3, { title: 'Lead' })];
    const dry = await harness.sync(feed, { persist: false });
    const sync = await harness.sync(feed);
    expect(sync).toMatchObject({ state: 'completed' });
    expect(nonZeroCounts(sync)).toEqual(nonZeroCounts(dry));
    expect(nonZeroCounts(sync)).toEqual({ failed: 2, updated: 1 });
    expect(firstErrorCodes(await harness.records(sync))).toEqual([
      [0, 'duplicate_in_feed'],
      [1, 'duplicate_in_feed'],
    ]);
  });

  test('a row that matches goes before one of the same new ID that matches nobody', async () => {
    await harness.sync([person(1, { id: null }), person(3)]);
    const feed = [person(7, { id: 'E5', title: 'Other', hired: '2024-01-01' }), person(1, { id: 'E5' }), person(3)];
    const dry = await harness.sync(feed, { persist: false });
    expect(nonZeroCounts(dry)).toEqual({ updated: 1, skipped: 2 });
    const sync = await harness.sync(feed);
    expect(nonZeroCounts(sync)).toEqual(nonZeroCounts(dry));
    expect((await harness.users()).get('E5')?.email).toBe('p1@acme.example');
    expect((await harness.records(sync))[0]).toMatchObject({ outcome: 'skipped', reason: 'secondary_row', user: null });
  });

  test('two employee IDs that come with the e-mail of one user without an ID are two people', async () => {
    await harness.sync([person(1, { id: null }), person(3)]);
    const shared = { email: 'p1@acme.example' };
    const sync = await harness.sync([person(5, shared), person(6, { ...shared, hired: '2024-01-01' }), person(3)]);
    expect(firstErrorCodes(await harness.records(sync))).toEqual([
      [0, 'duplicate_in_feed'],
      [1, 'duplicate_in_feed'],
    ]);
    expect((await harness.users()).get('p1@acme.example')).toMatchObject({ state: 'active', version: 1 });
  });

  test('old e-mails are searched, never matched', async () => {
    await harness.sync(people(3));
    await harness.sync([person(1, { email: 'new1@acme.example' }), person(2), person(3)]);
    const sync = await harness.sync([
      person(1, { email: 'new1@acme.example' }),
      person(2),
      person(3),
      person(4, { id: null, email: 'p1@acme.example' }),
    ]);
    expect(nonZeroCounts(sync)).toEqual({ skipped: 3, created: 1 });
    expect((await harness.store.users.list({ limit: 9 }, { search: 'p1@acme' })).length).toBe(2);
  });
});
