import { beforeEach, describe, expect, inject, test } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { firstErrorCodes, nonZeroCounts, people, person, SyncHarness } from '../harness/sync-harness.ts';

const report = (query: string) => ({
  all_people_url: `${inject('hr')}/report?people=40&${query}`,
  single_person_url: `${inject('hr')}/person?employee_id={employee_id}`,
  format: 'json',
  auth: { type: 'basic', username: 'hr', password: 'hr-secret' },
});

/** A tenant whose Workday had everybody once. */
async function workday(): Promise<SyncHarness> {
  const harness = await SyncHarness.open();
  await harness.store.mappings.save(
    { source: 'workday', body: mappingSchema.parse(mapping), note: null, createdBy: 'test', createdAt: 1 },
    [],
    0,
  );
  await harness.saveSource(report(''), 'workday');
  const first = await harness.runSync();
  if (first.state !== 'completed') throw new Error(first.reason ?? first.state);
  return harness;
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
      const harness = await workday();
      const before = await harness.userRows();
      await harness.saveSource(report(`fault=${fault}`), 'workday');
      const sync = await harness.runSync();
      expect(sync).toMatchObject({ state: 'failed', reasonCode: code, complete: false, appliedAt: null });
      expect(sync.reason?.length).toBeGreaterThan(20);
      expect(await harness.userRows()).toEqual(before);
      expect(await harness.tryApply(sync.id)).toMatchObject({ ok: false, fault: { code: 'plan_not_applicable' } });
    },
    20_000,
  );

  test('is held as a whole when half of the people are missing', async () => {
    const harness = await workday();
    const before = await harness.userRows();
    await harness.saveSource(report('fault=half'), 'workday');
    const sync = await harness.runSync();
    expect(sync.state).toBe('held');
    expect(sync.guards.map(({ code }) => code)).toContain('fewer_records');
    expect(await harness.userRows()).toEqual(before);
  });

  test('fails people without an e-mail alone, who are not absent, and a bad record alone', async () => {
    const harness = await workday();
    await harness.saveSource(report('fault=null-emails'), 'workday');
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'completed' });
    expect(nonZeroCounts(sync)).toMatchObject({ failed: 2 });
    expect(sync.counts.terminated).toBe(0);
    await harness.saveSource(report('fault=bad-record'), 'workday');
    const bad = await harness.runSync();
    // Nobody can tell whom it was about: the one who seems to be gone stays.
    expect(bad).toMatchObject({ state: 'held', unidentified: 1 });
    expect(firstErrorCodes(await harness.records(bad)).map(([, code]) => code)).toEqual(['invalid_json']);
    expect((await harness.store.users.countByState()).terminated).toBe(0);
  });

  test('is read after waiting as long as the server says', async () => {
    const harness = await workday();
    await harness.saveSource(report('fault=429&times=1&retry_after=0'), 'workday');
    const sync = await harness.runSync();
    expect(sync.state).toBe('completed');
    expect(sync.exchanges.map(({ status }) => status)).toEqual([429, 200]);
  });

  test('is read when it comes a few bytes at a time', async () => {
    const harness = await workday();
    await harness.saveSource(report('fault=drip&bytes=4000&every=20'), 'workday');
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'completed', records: 40, complete: true });
    expect(sync.counts).toMatchObject({ created: 0, terminated: 0 });
  });

  test.each(['reuse', 'reuse-active'])(
    'lets a new person with the e-mail of another take nobody’s place: %s',
    async (fault) => {
      const harness = await workday();
      const before = await harness.store.users.countByState();
      await harness.saveSource(report(`fault=${fault}`), 'workday');
      const sync = await harness.runSync();
      expect(firstErrorCodes(await harness.records(sync)).map(([, code]) => code)).toEqual(['employee_id_conflict']);
      expect((await harness.store.users.countByState()).active).toBeGreaterThanOrEqual(before.active - 1);
    },
  );

  test('may hold a swap of e-mails and an identical duplicate', async () => {
    const harness = await workday();
    await harness.saveSource(report('fault=swap'), 'workday');
    expect(nonZeroCounts(await harness.runSync())).toMatchObject({ updated: 2 });
    await harness.saveSource(report('fault=duplicate'), 'workday');
    const twice = await harness.runSync();
    expect(twice.state).toBe('completed');
    expect((await harness.records(twice)).filter(({ reason }) => reason === 'secondary_row').length).toBe(1);
    await harness.saveSource(report('fault=duplicate-differs'), 'workday');
    const differs = await harness.runSync();
    expect(differs.counts).toMatchObject({ failed: 2, terminated: 0 });
  });
});

describe('a feed that breaks off', () => {
  let harness: SyncHarness;
  beforeEach(async () => {
    harness = await SyncHarness.open();
    await harness.sync(people(10));
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
    const before = await harness.userRows();
    await harness.serveFeed(body);
    const sync = await harness.runSync();
    expect(sync.state).toBe('failed');
    expect(sync.reason).toBeTruthy();
    expect(await harness.userRows()).toEqual(before);
  });

  test('fails its sync also after two thousand people, and chunks that were planned count for nothing', async () => {
    const before = await harness.userRows();
    await harness.serveFeed(JSON.stringify(people(2500).map((one) => ({ ...one, title: 'Lead' }))).slice(0, -40));
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'feed_incomplete', complete: false });
    expect(await harness.userRows()).toEqual(before);
  });
});
