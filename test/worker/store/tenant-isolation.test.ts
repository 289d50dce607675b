import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { runCron } from '../../../src/app/cron.ts';
import {
  comparableRecord,
  firstErrorCodes,
  nonZeroCounts,
  type Person,
  PLAIN_MAPPING,
  people,
  person,
  SyncHarness,
} from '../harness/sync-harness.ts';
import { leaveOnlyTenants } from '../harness/tenant.ts';

/*
 * Two tenants with the same people under the same IDs, and a full life of syncs in one of them: every store of the harness
 * is used by it, and nothing of it may be seen, counted or written in the other.
 */
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const tenantOf = (table: string, harness: SyncHarness) => {
  const base = harness.store.tenant.id * 2 ** 30;
  const by: Record<string, string> = {
    user_records: `sync_id between ${base} and ${base + 2 ** 30}`,
    step_markers: `sync_id between ${base} and ${base + 2 ** 30}`,
    record_buckets: `sync_id between ${base} and ${base + 2 ** 30}`,
  };
  return `select * from ${table} where ${by[table] ?? `tenant_id = ${harness.store.tenant.id}`}`;
};
const TABLES = [
  'users',
  'user_aliases',
  'syncs',
  'user_records',
  'step_markers',
  'record_buckets',
  'mappings',
  'data_sources',
];
const everything = async (harness: SyncHarness) => {
  const results = await env.DB.batch(TABLES.map((table) => env.DB.prepare(tenantOf(table, harness))));
  return Object.fromEntries(results.map(({ results: rows }, at) => [TABLES[at], rows]));
};
const FEED: Person[] = [...people(20), person(21, { id: null }), person(22, { ends: day(-1), hired: '2019-01-01' })];
const LATER: Person[] = [
  ...people(18).slice(3),
  person(1, { email: 'p2@acme.example' }),
  person(2, { email: 'p1@acme.example' }),
  person(3, { title: 'Lead' }),
  person(21),
  person(21, { title: 'Other', hired: '2021-01-01' }),
  person(30, { email: 'p4@acme.example' }),
  person(31, { ends: day(1) }),
  { name: 'bad', id: 'E19' },
];

test('a tenant with a full life of syncs neither shows, counts nor changes a row of another tenant', async () => {
  const own = await SyncHarness.open();
  const other = await SyncHarness.open();
  await own.sync(FEED);
  await other.sync(FEED);
  const before = await everything(other);
  expect(before.users?.length).toBe(21);

  const lived = await own.sync(LATER);
  expect(lived.state).toBe('completed');
  expect(nonZeroCounts(lived)).toMatchObject({ created: 1, terminated: 1, failed: 2 });
  const dry = await own.sync(people(10), { persist: false });
  await own.apply((await own.apply(dry.id)).id);
  await own.syncUser('E50', person(50));
  await own.store.users.override(3, 'terminated', Date.now());
  await own.sync(LATER);
  await leaveOnlyTenants(own.store, other.store);
  await env.DB.prepare('update tenants set interval_hours = null').run();
  await own.updateUsers(`ends_on = '2020-01-01'`, "email_key = 'p12@acme.example'");
  await runCron(env, Date.now());
  const newest = await own.store.syncs.newestId();
  await own.waitForSync(newest);
  await own.store.dataSources.markApplied('http-api', 1, 2);
  await own.store.dataSources.markReviewed('http-api', Date.now(), Date.now());
  await own.saveSource({ url: 'https://elsewhere.example', records: '', auth: { type: 'none' } });
  await own.store.mappings.save(
    { source: 'http-api', body: PLAIN_MAPPING, note: null, createdBy: 'x', createdAt: 5 },
    [],
    1,
  );
  expect(await everything(other)).toEqual(before);

  // The same IDs name the other tenant's own rows, or nothing.
  expect(await other.store.syncs.get(lived.id)).toBeNull();
  expect((await other.store.syncs.list({ limit: 50 })).length).toBe(1);
  expect(await other.store.users.get(22)).toBeNull();
  expect(await other.store.users.countByState()).toEqual({ active: 21, terminated: 0 });
  expect((await other.store.users.list({ limit: 50 })).every(({ state }) => state === 'active')).toBe(true);
  expect((await other.store.users.list({ limit: 50 }, { search: 'E30' })).length).toBe(0);
  expect((await other.store.users.labels([1, 2, 3, 22])).labels.size).toBe(3);
  expect((await other.store.mappings.current('http-api'))?.version).toBe(1);
  expect((await other.store.dataSources.get('http-api'))?.settings).toMatchObject({ url: other.feed });
  expect(await other.store.syncs.newestId()).toBe(1);
  expect(await other.store.syncs.newestComplete('http-api')).toMatchObject({ id: 1 });
  expect(await other.store.syncs.listHeldBefore('http-api', 99)).toEqual([]);
  expect((await other.store.plans.baselines('http-api', 0)).appliedRecords).toEqual([22]);
  expect(await other.store.plans.countActiveOwned('http-api')).toBe(21);
  expect(await other.store.plans.findKeyConflicts(lived.id)).toEqual([]);
  expect(await other.store.plans.chunks(lived.id)).toEqual([]);
  expect(await other.store.plans.missedCounts(lived.id)).toEqual({});
  expect(await other.store.records.applyProgress(lived.id)).toEqual({ write: 0, end: 0, handovers: false });
  expect(await other.store.plans.doneCounts(lived.id, 'absent', 0)).toBeNull();
  expect(await other.store.users.hasLeavers('2030-01-01', 'end_of_day')).toBe(false);
  expect((await other.store.records.listPlaces(1, { limit: 9 })).map(({ syncId }) => syncId)).toEqual([1]);
  const [found] = await other.store.plans.matchUsers(
    [{ employeeKey: 'e31', emailKey: 'p31@acme.example', fingerprint: '' }],
    'http-api',
  );
  expect(found).toEqual({ byEmployee: null, byEmail: null });

  // And the other lives as if it were alone.
  const alone = await SyncHarness.open();
  await alone.sync(FEED);
  const [a, b] = [await other.sync(LATER), await alone.sync(LATER)];
  expect(nonZeroCounts(a)).toEqual(nonZeroCounts(b));
  expect((await other.records(a)).map(comparableRecord)).toEqual((await alone.records(b)).map(comparableRecord));
  expect(firstErrorCodes(await other.records(a)).length).toBe(2);
});
