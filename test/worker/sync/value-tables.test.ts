import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { saveMapping } from '../../../src/app/mapping/save-mapping.ts';
import { pinTenantSettings } from '../../../src/app/syncs/pin-settings.ts';
import { removeTable, saveTable } from '../../../src/app/tables/save-table.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { loadEvaluator } from '../../../src/sync/mapping/evaluator.ts';
import { HeldQueues } from '../harness/held-queues.ts';
import {
  comparableRecord,
  nonZeroCounts,
  PLAIN_MAPPING,
  people,
  person,
  SyncHarness,
} from '../harness/sync-harness.ts';

const BY = 'ada@acme.example';
const LOOKED_UP = {
  ...PLAIN_MAPPING,
  standard: {
    ...PLAIN_MAPPING.standard,
    department: { expression: "lookup(dept, 'departments')", null_policy: 'clear' },
  },
};

const put = async (harness: SyncHarness, entries: Record<string, string>, name = 'departments') => {
  const saved = await saveTable(env, harness.store.tenant, { name, entries, baseVersion: null }, BY);
  if (!saved.ok) throw new Error(describeFault(saved.fault));
  return saved.value.version;
};
const map = (harness: SyncHarness, body: unknown = LOOKED_UP) =>
  saveMapping(env, harness.store.tenant, { source: 'http-api', body, note: null, baseVersion: null }, BY);

/** A harness whose mapping looks departments up. */
async function open(): Promise<SyncHarness> {
  const harness = await SyncHarness.open();
  await put(harness, { ENG: 'Engineering', FIN: 'Finance' });
  const mapped = await map(harness);
  if (!mapped.ok) throw new Error(describeFault(mapped.fault));
  return harness;
}
const staff = (count: number) => people(count).map((one, at) => ({ ...one, dept: at % 2 ? 'fin' : ' eng ' }));
const departments = async (harness: SyncHarness) => [
  ...new Set([...(await harness.users()).values()].map(({ attributes }) => attributes.department)),
];

/** Fills the isolate's memory of compiled mappings with others, as another isolate would have none of it. */
async function forgetMappings({ store }: SyncHarness): Promise<void> {
  const rows = Array.from({ length: 64 }, (_, at) => `(${store.tenant.id}, 't${at}', 1, '{}', 'ada', 1)`);
  await env.DB.prepare(`insert into value_tables values ${rows.join(', ')}`).run();
  for (let at = 0; at < 64; at++) {
    const pinned = { ...pinTenantSettings(store.tenant, 'http-api', 1), tables: { [`t${at}`]: 1 } };
    await loadEvaluator(store, { sync: 0, snapshotOf: null, pinned });
  }
}

test('a mapping is saved once the tables that it names are there', async () => {
  const harness = await SyncHarness.open();
  expect(await map(harness)).toMatchObject({
    ok: false,
    fault: { code: 'invalid_expression', details: { path: 'standard.department.expression' } },
  });
  await put(harness, {});
  expect(await map(harness)).toMatchObject({ ok: true, value: { version: 2 } });
});

test('every chunk of a sync looks up in the tables as they were when it started', async () => {
  const harness = await open();
  const post = await HeldQueues.hold(harness.store.tenant.id);
  await harness.serveFeed(JSON.stringify(staff(1500)));
  const started = await harness.start();
  if (!started.ok) throw new Error(describeFault(started.fault));
  await post.deliver('fetch');
  const [first, second] = post.take('plan');
  if (!first || !second) throw new Error('Two chunks');
  post.keep([first]);
  await post.deliver('plan');
  await put(harness, { ENG: 'Changed', FIN: 'Changed' });
  await forgetMappings(harness);
  post.keep([second]);
  await post.deliverAll();
  const sync = await harness.waitForSync(started.value.id);
  expect(sync).toMatchObject({ state: 'completed', pinned: { tables: { departments: 1 } } });
  expect(await departments(harness)).toEqual(['Engineering', 'Finance']);
});

test('a dry run is applied as it said, whatever became of its tables', async () => {
  const harness = await open();
  const dry = await harness.sync(staff(4), { persist: false });
  await put(harness, { ENG: 'Changed', FIN: 'Changed' });
  const applied = await harness.apply(dry.id);
  expect(applied.pinned.tables).toEqual({ departments: 1 });
  expect((await harness.records(applied)).map(comparableRecord)).toEqual(
    (await harness.records(dry)).map(comparableRecord),
  );
  expect(await departments(harness)).toEqual(['Engineering', 'Finance']);
});

test('a changed table maps unchanged payloads anew, and another table does not', async () => {
  const harness = await open();
  await harness.sync(staff(4));
  await put(harness, { X: 'Y' }, 'countries');
  const same = await harness.sync(staff(4));
  expect([same.pinned.tables, nonZeroCounts(same)]).toEqual([{ departments: 1 }, { skipped: 4 }]);
  await put(harness, { ENG: 'R&D', FIN: 'Finance' });
  const changed = await harness.sync(staff(4));
  expect([changed.pinned.tables, nonZeroCounts(changed)]).toEqual([{ departments: 2 }, { updated: 2, skipped: 2 }]);
  expect((await departments(harness)).sort()).toEqual(['Finance', 'R&D']);
});

test('a single-user sync maps with the table in force', async () => {
  const harness = await open();
  await harness.sync(staff(2));
  await put(harness, { ENG: 'R&D' });
  const one = await harness.syncUser('E1', person(1, { dept: 'ENG' }));
  expect([one.state, one.pinned.tables]).toEqual(['completed', { departments: 2 }]);
  expect((await harness.users()).get('E1')?.attributes.department).toBe('R&D');
});

test('a change of a table that the mapping names waits for a reviewed dry run; of another one it does not', async () => {
  const harness = await open();
  await harness.sync(staff(2));
  const reviewed = async () => {
    const source = await harness.store.dataSources.get('http-api');
    return source !== null && (source.reviewedAt ?? 0) >= source.changedAt;
  };
  expect(await reviewed()).toBe(true);
  await put(harness, { X: 'Y' }, 'countries');
  expect(await reviewed()).toBe(true);
  await put(harness, { ENG: 'R&D' });
  expect(await reviewed()).toBe(false);
});

test('a table that a mapping in force names cannot be removed; afterwards it can, and its versions stay', async () => {
  const harness = await open();
  const { tenant, valueTables } = harness.store;
  const refused = await removeTable(env, tenant, 'departments', BY);
  expect(refused).toMatchObject({ ok: false, fault: { code: 'table_in_use', details: { sources: ['http-api'] } } });
  expect(refused.ok || describeFault(refused.fault)).toContain('HTTP API');
  await map(harness, PLAIN_MAPPING);
  expect(await removeTable(env, tenant, 'departments', BY)).toMatchObject({ ok: true, value: { version: 2 } });
  expect(await valueTables.list()).toEqual([]);
  expect(await removeTable(env, tenant, 'departments', BY)).toMatchObject({ ok: false, fault: { code: 'not_found' } });
  expect(await valueTables.version('departments', 1)).toMatchObject({ entries: { ENG: 'Engineering' } });
  expect(await map(harness)).toMatchObject({ ok: false, fault: { code: 'invalid_expression' } });
  expect(await put(harness, { ENG: 'Engineering' })).toBe(3);
});

test('of two who save a table at once the second is told', async () => {
  const harness = await open();
  const save = (entries: Record<string, string>) =>
    saveTable(env, harness.store.tenant, { name: 'departments', entries, baseVersion: 1 }, BY);
  const both = await Promise.all([save({ A: '1' }), save({ B: '2' })]);
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ fault: { code: 'version_conflict', details: { version: 2 } } });
});

test('a tenant has at most 100 tables, and sees only its own', async () => {
  const [harness, other] = [await SyncHarness.open(), await SyncHarness.open()];
  const rows = Array.from({ length: 100 }, (_, at) => `(${harness.store.tenant.id}, 't${at}', 1, '{}', 'ada', 1)`);
  await env.DB.prepare(`insert into value_tables values ${rows.join(', ')}`).run();
  const refused = await saveTable(env, harness.store.tenant, { name: 'more', entries: {}, baseVersion: null }, BY);
  expect(refused).toMatchObject({ ok: false, fault: { code: 'invalid_table' } });
  expect(await put(harness, { A: 'B' }, 't5')).toBe(2);
  expect(await harness.store.valueTables.list()).toHaveLength(100);
  const { valueTables } = other.store;
  expect(await valueTables.list()).toEqual([]);
  expect(await valueTables.newest('t5')).toBeNull();
  expect(await valueTables.version('t5', 1)).toBeNull();
  expect(await valueTables.versions('t5', 9)).toEqual([]);
  expect(await valueTables.versionsInForce(['t5'])).toEqual({});
  expect(await valueTables.read({ t5: 1 })).toEqual([]);
  expect(await valueTables.totalsWithout('x')).toEqual({ tables: 0, bytes: 0 });
  expect(await put(other, { A: 'C' }, 't5')).toBe(1);
  expect(await harness.store.valueTables.newest('t5')).toMatchObject({ version: 2, entries: { A: 'B' } });
});

test('values that no table has are reported for each sync, also of people to whom nothing happens', async () => {
  const harness = await open();
  const feed = [...staff(2), person(3, { dept: 'HR' }), person(4, { dept: 'hr ' }), person(5, { dept: 'Ops' })];
  const dry = await harness.sync(feed, { persist: false });
  const { plans } = harness.store;
  const missing = [
    { table: 'departments', value: 'HR', people: 2 },
    { table: 'departments', value: 'Ops', people: 1 },
  ];
  expect(await plans.unmapped(dry)).toEqual({ values: missing, people: 3, more: false });
  const applied = await harness.apply(dry.id);
  expect(await plans.unmapped(applied)).toMatchObject({ values: missing });
  const again = await harness.sync(feed);
  expect([nonZeroCounts(again), (await plans.unmapped(again)).values]).toEqual([{ skipped: 5 }, missing]);
  expect(await plans.unmappedInTable('departments')).toMatchObject({ syncId: again.id, report: { values: missing } });
  expect(await plans.unmappedInTable('countries')).toBeNull();
  const one = await harness.syncUser('E5', person(5, { dept: 'Legal' }));
  expect((await plans.unmapped(one)).values).toEqual([{ table: 'departments', value: 'Legal', people: 1 }]);
  await put(harness, { ENG: 'Engineering', FIN: 'Finance', HR: 'People', OPS: '' });
  const whole = await harness.sync(feed);
  expect(await plans.unmapped(whole)).toEqual({ values: [], people: 0, more: false });
  const other = await SyncHarness.open();
  expect(await other.store.plans.unmapped(again)).toMatchObject({ values: [] });
  expect(await other.store.plans.unmappedInTable('departments')).toBeNull();
});
