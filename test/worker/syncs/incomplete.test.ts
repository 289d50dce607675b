import { beforeEach, describe, expect, inject, test } from 'vitest';
import { mapping } from '../../../tools/hr/mapping.ts';
import { countsOf, errorsOf, people, person, Road } from './road.ts';

const report = (query: string) => ({
  all_people_url: `${inject('hr')}/report?people=40&${query}`,
  single_person_url: `${inject('hr')}/person?employee_id={employee_id}`,
  format: 'json',
  auth: { type: 'basic', username: 'hr', password: 'hr-secret' },
});

/** A tenant whose Workday had everybody once. */
async function workday(): Promise<Road> {
  const road = await Road.open();
  await road.store.mappings.save(
    { source: 'workday', body: mapping, note: null, createdBy: 'test', createdAt: 1 },
    [],
    0,
  );
  await road.connect(report(''), 'workday');
  const first = await road.run();
  if (first.state !== 'completed') throw new Error(first.reason ?? first.state);
  return road;
}

describe('a Workday report that is not whole', () => {
  test.each([
    ['truncated', 'feed_incomplete'],
    ['short', 'feed_incomplete'],
    ['empty', 'feed_empty'],
    ['broken', 'feed_broken'],
    ['html', 'source_not_json'],
    ['xml', 'source_xml'],
    ['500', 'source_answered_error'],
  ])(
    'fails the sync, which says why, and changes nobody: %s',
    async (fault, code) => {
      const road = await workday();
      const before = await road.table();
      await road.connect(report(`fault=${fault}`), 'workday');
      const sync = await road.run();
      expect(sync).toMatchObject({ state: 'failed', reasonCode: code, complete: false, appliedAt: null });
      expect(sync.reason?.length).toBeGreaterThan(20);
      expect(await road.table()).toEqual(before);
      expect(await road.tryApply(sync.id)).toMatchObject({ ok: false, fault: { code: 'plan_not_applicable' } });
    },
    20_000,
  );

  test('is held as a whole when half of the people are missing', async () => {
    const road = await workday();
    const before = await road.table();
    await road.connect(report('fault=half'), 'workday');
    const sync = await road.run();
    expect(sync.state).toBe('held');
    expect(sync.guards.map(({ code }) => code)).toContain('fewer_records');
    expect(await road.table()).toEqual(before);
  });

  test('fails people without an e-mail alone, who are not absent, and a bad record alone', async () => {
    const road = await workday();
    await road.connect(report('fault=null-emails'), 'workday');
    const sync = await road.run();
    expect(sync).toMatchObject({ state: 'completed' });
    expect(countsOf(sync)).toMatchObject({ failed: 2 });
    expect(sync.counts.terminated).toBe(0);
    await road.connect(report('fault=bad-record'), 'workday');
    const bad = await road.run();
    // Nobody can tell whom it was about: the one who seems to be gone stays.
    expect(bad).toMatchObject({ state: 'held', unidentified: 1 });
    expect(errorsOf(await road.records(bad)).map(([, code]) => code)).toEqual(['invalid_json']);
    expect((await road.store.users.count()).terminated).toBe(0);
  });

  test('is read after waiting as long as the server says', async () => {
    const road = await workday();
    await road.connect(report('fault=429&times=1&retry_after=0'), 'workday');
    const sync = await road.run();
    expect(sync.state).toBe('completed');
    expect(sync.exchanges.map(({ status }) => status)).toEqual([429, 200]);
  });

  test('is read when it comes a few bytes at a time', async () => {
    const road = await workday();
    await road.connect(report('fault=drip&bytes=4000&every=20'), 'workday');
    const sync = await road.run();
    expect(sync).toMatchObject({ state: 'completed', records: 40, complete: true });
    expect(sync.counts).toMatchObject({ created: 0, terminated: 0 });
  });

  test.each(['reuse', 'reuse-active'])(
    'lets a new person with the e-mail of another take nobody’s place: %s',
    async (fault) => {
      const road = await workday();
      const before = await road.store.users.count();
      await road.connect(report(`fault=${fault}`), 'workday');
      const sync = await road.run();
      expect(errorsOf(await road.records(sync)).map(([, code]) => code)).toEqual(['employee_id_conflict']);
      expect((await road.store.users.count()).active).toBeGreaterThanOrEqual(before.active - 1);
    },
  );

  test('may hold a swap of e-mails and an identical duplicate', async () => {
    const road = await workday();
    await road.connect(report('fault=swap'), 'workday');
    expect(countsOf(await road.run())).toMatchObject({ updated: 2 });
    await road.connect(report('fault=duplicate'), 'workday');
    const twice = await road.run();
    expect(twice.state).toBe('completed');
    expect((await road.records(twice)).filter(({ reason }) => reason === 'secondary_row').length).toBe(1);
    await road.connect(report('fault=duplicate-differs'), 'workday');
    const differs = await road.run();
    expect(differs.counts).toMatchObject({ failed: 2, terminated: 0 });
  });
});

describe('a feed that breaks off', () => {
  let road: Road;
  beforeEach(async () => {
    road = await Road.open();
    await road.sync(people(10));
  });

  test.each([
    ['mid-record', `[${JSON.stringify(person(1, { title: 'Lead' }))},{"id":"E2"`],
    ['without its end', `[${JSON.stringify(person(1, { title: 'Lead' }))}`],
    ['after its end', `[${JSON.stringify(person(1, { title: 'Lead' }))}] and more`],
    ['before it began', ''],
    ['nothing but white space', '  \n '],
    ['null', 'null'],
    ['an object', '{"error":"no report"}'],
  ])('fails its sync and changes nobody: %s', async (_name, body) => {
    const before = await road.table();
    await road.serve(body);
    const sync = await road.run();
    expect(sync.state).toBe('failed');
    expect(sync.reason).toBeTruthy();
    expect(await road.table()).toEqual(before);
  });

  test('fails its sync also after two thousand people, and chunks that were planned count for nothing', async () => {
    const before = await road.table();
    await road.serve(JSON.stringify(people(2500).map((one) => ({ ...one, title: 'Lead' }))).slice(0, -40));
    const sync = await road.run();
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'feed_incomplete', complete: false });
    expect(await road.table()).toEqual(before);
  });
});
