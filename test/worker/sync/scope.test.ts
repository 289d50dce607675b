import { beforeEach, describe, expect, test } from 'vitest';
import {
  comparableRecord,
  nonZeroCounts,
  type Person,
  PLAIN_MAPPING,
  people,
  person,
  SyncHarness,
} from '../harness/sync-harness.ts';

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
});

const saveMapping = async (more: object) => {
  const version = (await harness.store.mappings.current('http-api'))?.version ?? 0;
  const mapping = {
    source: 'http-api',
    body: { ...PLAIN_MAPPING, ...more },
    note: null,
    createdBy: 'test',
    createdAt: 1,
  };
  await harness.store.mappings.save(mapping, [], version);
};
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const syncAfterDryRun = async (feed: Person[]) => {
  const dry = await harness.sync(feed, { persist: false });
  const dryRecords = (await harness.records(dry)).map(comparableRecord);
  const live = await harness.sync(feed);
  const records = await harness.records(live);
  // Whatever the rule, a dry run says what the live one then does.
  expect(records.map(comparableRecord)).toEqual(dryRecords);
  return { live, records: records.map(({ outcome, reason }) => [outcome, reason]) };
};
const isActiveByEmployee = async () =>
  Object.fromEntries([...(await harness.users())].map(([id, { state }]) => [id, state === 'active']));

describe('the scope of a mapping:', () => {
  const INCLUDE = { include: "type == 'staff'" };
  const staff = (n: number, more: Person = {}) => person(n, { type: 'staff', ...more });

  test('somebody out of scope is not created, not terminated for absence, and ended when this source owns them', async () => {
    await harness.sync(people(20).map((one) => ({ ...one, type: 'staff' })));
    await harness.updateUsers("owner_source = 'workday'", "employee_id = 'E2'");
    await saveMapping(INCLUDE);
    const feed = [
      person(1, { type: 'agency' }),
      person(2, { type: 'agency' }),
      ...Array.from({ length: 18 }, (_, at) => staff(at + 3)),
      person(50, { type: 'agency', email: null, hired: 'soon' }),
    ];
    const { live, records } = await syncAfterDryRun(feed);
    expect(nonZeroCounts(live)).toEqual({ terminated: 1, skipped: 20 });
    expect([records[0], records[1], records.at(-1)]).toEqual([
      ['terminated', 'out_of_scope'],
      ['skipped', 'out_of_scope'],
      ['skipped', 'out_of_scope'],
    ]);
    expect(await isActiveByEmployee()).toMatchObject({ E1: false, E2: true, E3: true });
    const back = await harness.sync([staff(1), ...feed.slice(1)]);
    expect(nonZeroCounts(back)).toEqual({ restored: 1, skipped: 20 });
  });

  test('a mapping that leaves too many out is held by the terminations guard', async () => {
    await harness.sync(people(40));
    await saveMapping({ include: "title == 'Nobody'" });
    const held = await harness.sync(people(40));
    expect(held).toMatchObject({ state: 'held', guards: [{ code: 'terminations', found: 40 }] });
    expect(Object.values(await isActiveByEmployee())).toEqual(Array(40).fill(true));
  });

  test('a row out of scope never counts against one in scope, whatever their order', async () => {
    await harness.sync(people(10).map((one) => ({ ...one, type: 'staff' })));
    await saveMapping(INCLUDE);
    const agency = person(1, { type: 'agency', main: true, hired: '2024-01-01' });
    const rest = Array.from({ length: 9 }, (_, at) => staff(at + 2));
    const first = await harness.sync([agency, staff(1), ...rest]);
    expect(nonZeroCounts(first)).toEqual({ skipped: 11 });
    const { live, records } = await syncAfterDryRun([staff(1, { title: 'Lead' }), agency, ...rest]);
    expect(nonZeroCounts(live)).toEqual({ updated: 1, skipped: 10 });
    expect(records[1]).toEqual(['skipped', 'secondary_row']);
    expect((await harness.users()).get('E1')).toMatchObject({ state: 'active', attributes: { title: 'Lead' } });
  });

  test('two rows out of scope are one person who leaves, and a sync of that person alone says the same', async () => {
    await harness.sync(people(10).map((one) => ({ ...one, type: 'staff' })));
    await saveMapping(INCLUDE);
    const rows = ['Agent', 'Other'].map((title) => person(1, { type: 'agency', title }));
    const live = await harness.sync([...rows, ...Array.from({ length: 9 }, (_, at) => staff(at + 2))]);
    expect(nonZeroCounts(live)).toEqual({ terminated: 1, skipped: 10 });
    const one = await harness.syncUser('E2', person(2, { type: 'agency' }));
    expect(nonZeroCounts(one)).toEqual({ terminated: 1 });
    expect((await harness.records(one))[0]?.reason).toBe('out_of_scope');
  });
});

describe('people without an e-mail', () => {
  const bare = (n: number, more: Person = {}) => person(n, { email: null, ...more });

  test('fail, unless the mapping says to skip them: whoever is known stays as they are, and is not absent', async () => {
    await harness.sync(people(10));
    const feed = [bare(1, { title: 'Lead' }), ...people(10).slice(1), bare(30)];
    expect(nonZeroCounts(await harness.sync(feed))).toEqual({ failed: 2, skipped: 9 });
    await saveMapping({ no_email: 'skip' });
    const { live, records } = await syncAfterDryRun(feed);
    expect(nonZeroCounts(live)).toEqual({ skipped: 11 });
    expect([records[0], records.at(-1)]).toEqual(Array(2).fill(['skipped', 'no_email']));
    expect((await harness.users()).get('E1')).toMatchObject({ state: 'active', attributes: { title: 'Engineer' } });
    const bad = await harness.sync([person(1, { email: 'bad' }), ...people(10).slice(1)]);
    expect(nonZeroCounts(bad)).toEqual({ failed: 1, skipped: 9 });
  });

  test('never count against a row that has one', async () => {
    await harness.sync(people(5));
    await saveMapping({ no_email: 'skip' });
    const rows = [bare(1, { main: true, hired: '2024-01-01' }), person(1, { title: 'Lead' })];
    const { live } = await syncAfterDryRun([...rows, ...people(5).slice(1)]);
    expect(nonZeroCounts(live)).toEqual({ updated: 1, skipped: 5 });
  });
});

test('people are created so many days before their hire date, which does not touch those who are known', async () => {
  await harness.sync(people(10));
  await saveMapping({ create_days_before_hire: 14 });
  const feed = [
    person(1, { hired: day(60), title: 'Lead' }),
    ...people(10).slice(1),
    person(20, { hired: day(30) }),
    person(21, { hired: day(10) }),
    person(22, { hired: null }),
    // The same person under a new ID, who comes back later: the old one is not absent.
    person(23, { email: 'p11@acme.example', hired: day(30) }),
  ];
  await harness.sync([...people(11)]);
  const { live, records } = await syncAfterDryRun(feed);
  expect(nonZeroCounts(live)).toEqual({ updated: 1, created: 2, skipped: 11 });
  expect(records.slice(10)).toEqual([
    ['skipped', 'not_yet_hired'],
    ['created', null],
    ['created', null],
    ['skipped', 'not_yet_hired'],
  ]);
  expect(await isActiveByEmployee()).toMatchObject({ E1: true, E11: true, E21: true, E22: true });
  await harness.updateUsers("state = 'terminated'", "employee_id = 'E1'");
  expect(nonZeroCounts(await harness.sync(feed))).toMatchObject({ restored: 1 });
});
