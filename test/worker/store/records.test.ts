import { beforeAll, describe, expect, test } from 'vitest';
import { people, person, SyncHarness } from '../harness/sync-harness.ts';

let a: SyncHarness;
let b: SyncHarness;

beforeAll(async () => {
  [a, b] = [await SyncHarness.open(), await SyncHarness.open()];
  await a.sync([...people(3), person(4, { email: 'nonsense' })]);
  await b.sync(people(1));
});

const syncOf = async (harness: SyncHarness) => {
  const sync = await harness.store.syncs.get(1);
  if (!sync) throw new Error('No sync');
  return sync;
};

describe('the search of records', () => {
  test('shows a tenant only its own rows', async () => {
    expect(await b.store.records.search(await syncOf(b), 'Person', { limit: 9 })).toHaveLength(1);
    expect(await b.store.records.search(await syncOf(b), 'Person 2', { limit: 9 })).toEqual([]);
  });

  test('finds users, and people whom nobody matched', async () => {
    const found = await a.store.records.search(await syncOf(a), 'person', { limit: 9 });
    expect(found.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created', 'failed']);
    const rest = await a.store.records.search(await syncOf(a), 'person', { after: 2, limit: 9 });
    expect(rest.map(({ ordinal }) => ordinal)).toEqual([3]);
  });

  test('finds who would be created, before there is a user', async () => {
    const dry = await SyncHarness.open();
    const sync = await dry.sync([person(1, { name: 'Zoë "Z" O’Hara' })], { persist: false });
    for (const text of ['zoë', '"z"', 'e1', 'P1@ACME']) {
      expect(await dry.store.records.search(sync, text, { limit: 9 }), text).toHaveLength(1);
    }
  });
});

describe('the history of a user', () => {
  test('shows a tenant only its own rows', async () => {
    const [second] = (await a.store.users.list({ limit: 9 })).slice(1);
    if (!second) throw new Error('No user');
    expect(await a.store.records.listHistory(second.id, { limit: 9 })).toMatchObject([
      { sync: { id: 1 }, outcome: 'created' },
    ]);
    expect(await b.store.records.listHistory(second.id, { limit: 9 })).toEqual([]);
  });
});

describe('the search of users', () => {
  test('finds names, whatever characters are in them', async () => {
    const harness = await SyncHarness.open();
    await harness.sync([person(1, { name: 'Zoë "Z" O\\Hara' }), person(2, { name: '100% Ana' })]);
    const search = async (text: string) =>
      (await harness.store.users.list({ limit: 9 }, { search: text })).map(({ fullName }) => fullName);
    expect(await search('"z"')).toEqual(['Zoë "Z" O\\Hara']);
    expect(await search('o\\h')).toEqual(['Zoë "Z" O\\Hara']);
    expect(await search('0%')).toEqual(['100% Ana']);
    expect(await search('E2')).toEqual(['100% Ana']);
    // What stands only in other attributes is not what somebody is called.
    expect(await search('Engineer')).toEqual([]);
  });
});

describe('the store of saved filters', () => {
  test('shows a tenant only its own rows', async () => {
    const filter = { list: 'users', name: 'Ours', query: 'q=a', createdBy: 'ada', createdAt: 1 } as const;
    const own = await a.store.savedFilters.add(filter);
    const theirs = await b.store.savedFilters.add(filter);
    const id = own?.id ?? expect.unreachable();
    expect([await a.store.savedFilters.add({ ...filter, name: 'OURS' }), theirs?.id === id]).toEqual([null, false]);
    const { savedFilters } = b.store;
    expect(await savedFilters.get(id)).toBeNull();
    expect(await savedFilters.change(id, { name: 'Theirs', query: '' })).toBe(false);
    expect(await savedFilters.remove(id)).toBe(false);
    expect(await a.store.savedFilters.list('users')).toEqual([own]);
    expect(await a.store.savedFilters.list('syncs')).toEqual([]);
  });
});
