import { beforeEach, describe, expect, test } from 'vitest';
import { countsOf, MAPPING, type Person, people, person, plain, Road } from './road.ts';

let road: Road;
beforeEach(async () => {
  road = await Road.open();
});

const map = async (more: object) => {
  const version = (await road.store.mappings.current('http-api'))?.version ?? 0;
  const mapping = { source: 'http-api', body: { ...MAPPING, ...more }, note: null, createdBy: 'test', createdAt: 1 };
  await road.store.mappings.save(mapping, [], version);
};
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const told = async (feed: Person[]) => {
  const dry = await road.sync(feed, { persist: false });
  const dryRecords = (await road.records(dry)).map(plain);
  const live = await road.sync(feed);
  const records = await road.records(live);
  // Whatever the rule, a dry run says what the live one then does.
  expect(records.map(plain)).toEqual(dryRecords);
  return { live, records: records.map(({ outcome, reason }) => [outcome, reason]) };
};
const states = async () =>
  Object.fromEntries([...(await road.users())].map(([id, { state }]) => [id, state === 'active']));

describe('the scope of a mapping:', () => {
  const INCLUDE = { include: "type == 'staff'" };
  const staff = (n: number, more: Person = {}) => person(n, { type: 'staff', ...more });

  test('somebody out of scope is not created, not terminated for absence, and ended when this source owns them', async () => {
    await road.sync(people(20).map((one) => ({ ...one, type: 'staff' })));
    await road.write("owner_source = 'workday'", "employee_id = 'E2'");
    await map(INCLUDE);
    const feed = [
      person(1, { type: 'agency' }),
      person(2, { type: 'agency' }),
      ...Array.from({ length: 18 }, (_, at) => staff(at + 3)),
      person(50, { type: 'agency', email: null, hired: 'soon' }),
    ];
    const { live, records } = await told(feed);
    expect(countsOf(live)).toEqual({ terminated: 1, skipped: 20 });
    expect([records[0], records[1], records.at(-1)]).toEqual([
      ['terminated', 'out_of_scope'],
      ['skipped', 'out_of_scope'],
      ['skipped', 'out_of_scope'],
    ]);
    expect(await states()).toMatchObject({ E1: false, E2: true, E3: true });
    const back = await road.sync([staff(1), ...feed.slice(1)]);
    expect(countsOf(back)).toEqual({ restored: 1, skipped: 20 });
  });

  test('a mapping that leaves too many out is held by the terminations guard', async () => {
    await road.sync(people(40));
    await map({ include: "title == 'Nobody'" });
    const held = await road.sync(people(40));
    expect(held).toMatchObject({ state: 'held', guards: [{ code: 'terminations', found: 40 }] });
    expect(Object.values(await states())).toEqual(Array(40).fill(true));
  });

  test('a row out of scope never counts against one in scope, whatever their order', async () => {
    await road.sync(people(10).map((one) => ({ ...one, type: 'staff' })));
    await map(INCLUDE);
    const agency = person(1, { type: 'agency', main: true, hired: '2024-01-01' });
    const rest = Array.from({ length: 9 }, (_, at) => staff(at + 2));
    const first = await road.sync([agency, staff(1), ...rest]);
    expect(countsOf(first)).toEqual({ skipped: 11 });
    const { live, records } = await told([staff(1, { title: 'Lead' }), agency, ...rest]);
    expect(countsOf(live)).toEqual({ updated: 1, skipped: 10 });
    expect(records[1]).toEqual(['skipped', 'secondary_row']);
    expect((await road.users()).get('E1')).toMatchObject({ state: 'active', attributes: { title: 'Lead' } });
  });

  test('two rows out of scope are one person who leaves, and a sync of that person alone says the same', async () => {
    await road.sync(people(10).map((one) => ({ ...one, type: 'staff' })));
    await map(INCLUDE);
    const rows = ['Agent', 'Other'].map((title) => person(1, { type: 'agency', title }));
    const live = await road.sync([...rows, ...Array.from({ length: 9 }, (_, at) => staff(at + 2))]);
    expect(countsOf(live)).toEqual({ terminated: 1, skipped: 10 });
    const one = await road.one('E2', person(2, { type: 'agency' }));
    expect(countsOf(one)).toEqual({ terminated: 1 });
    expect((await road.records(one))[0]?.reason).toBe('out_of_scope');
  });
});

describe('people without an e-mail', () => {
  const bare = (n: number, more: Person = {}) => person(n, { email: null, ...more });

  test('fail, unless the mapping says to skip them: whoever is known stays as they are, and is not absent', async () => {
    await road.sync(people(10));
    const feed = [bare(1, { title: 'Lead' }), ...people(10).slice(1), bare(30)];
    expect(countsOf(await road.sync(feed))).toEqual({ failed: 2, skipped: 9 });
    await map({ no_email: 'skip' });
    const { live, records } = await told(feed);
    expect(countsOf(live)).toEqual({ skipped: 11 });
    expect([records[0], records.at(-1)]).toEqual(Array(2).fill(['skipped', 'no_email']));
    expect((await road.users()).get('E1')).toMatchObject({ state: 'active', attributes: { title: 'Engineer' } });
    const bad = await road.sync([person(1, { email: 'bad' }), ...people(10).slice(1)]);
    expect(countsOf(bad)).toEqual({ failed: 1, skipped: 9 });
  });

  test('never count against a row that has one', async () => {
    await road.sync(people(5));
    await map({ no_email: 'skip' });
    const rows = [bare(1, { main: true, hired: '2024-01-01' }), person(1, { title: 'Lead' })];
    const { live } = await told([...rows, ...people(5).slice(1)]);
    expect(countsOf(live)).toEqual({ updated: 1, skipped: 5 });
  });
});

test('people are created so many days before their hire date, which does not touch those who are known', async () => {
  await road.sync(people(10));
  await map({ create_days_before_hire: 14 });
  const feed = [
    person(1, { hired: day(60), title: 'Lead' }),
    ...people(10).slice(1),
    person(20, { hired: day(30) }),
    person(21, { hired: day(10) }),
    person(22, { hired: null }),
    // The same person under a new ID, who comes back later: the old one is not absent.
    person(23, { email: 'p11@acme.example', hired: day(30) }),
  ];
  await road.sync([...people(11)]);
  const { live, records } = await told(feed);
  expect(countsOf(live)).toEqual({ updated: 1, created: 2, skipped: 11 });
  expect(records.slice(10)).toEqual([
    ['skipped', 'not_yet_hired'],
    ['created', null],
    ['created', null],
    ['skipped', 'not_yet_hired'],
  ]);
  expect(await states()).toMatchObject({ E1: true, E11: true, E21: true, E22: true });
  await road.write("state = 'terminated'", "employee_id = 'E1'");
  expect(countsOf(await road.sync(feed))).toMatchObject({ restored: 1 });
});
