import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { comparableRecord, nonZeroCounts, people, person, SyncHarness } from '../harness/sync-harness.ts';

/** A feed with something of everything, after `people(30)` was applied. */
const RICH = [
  ...people(30).slice(3),
  person(40),
  person(41, { email: 'bad' }),
  person(4, { title: 'Lead' }),
  person(5, { id: 'E5', email: 'p6@acme.example' }),
  person(6, { email: 'p5@acme.example', title: 'Swapped' }),
  person(42, { email: 'p20@acme.example' }),
  person(43, { ends: '2020-02-02' }),
  person(44, { ends: '2019-02-02' }),
  { id: 'E45', name: 'Nobody' },
].filter((one, index) => index > 26 || !['E4', 'E5', 'E6'].includes(String('id' in one && one.id)));

test('a dry run writes nothing, and says what the live sync then does', async () => {
  const harness = await SyncHarness.open();
  await harness.sync(people(30));
  const before = await harness.userRows();
  const dry = await harness.sync(RICH, { persist: false });
  expect(dry).toMatchObject({ state: 'completed', persisted: false, appliedAt: null });
  expect(await harness.userRows()).toEqual(before);
  const live = await harness.sync(RICH);
  expect(nonZeroCounts(live)).toEqual(nonZeroCounts(dry));
  expect((await harness.records(live)).map(comparableRecord)).toEqual(
    (await harness.records(dry)).map(comparableRecord),
  );
  expect(await harness.userRows()).not.toEqual(before);
  expect(live.state).toBe('completed');
  expect(nonZeroCounts(live)).toMatchObject({ created: 2, terminated: 3, updated: 3 });
});

test('a completed dry run is applied later as it stands', async () => {
  const harness = await SyncHarness.open();
  await harness.sync(people(30));
  const dry = await harness.sync(RICH, { persist: false });
  const applied = await harness.apply(dry.id);
  expect(applied).toMatchObject({
    state: 'completed',
    trigger: 'approval',
    planOf: dry.id,
    persisted: true,
    guards: [],
  });
  expect(applied.records).toBe(dry.records);
  expect(nonZeroCounts(applied)).toEqual(nonZeroCounts(dry));
  expect((await harness.records(applied)).map(comparableRecord)).toEqual(
    (await harness.records(dry)).map(comparableRecord),
  );
  expect((await harness.users()).get('E4')?.attributes.title).toBe('Lead');
  expect((await harness.users()).get('E5')?.email).toBe('p6@acme.example');
  expect((await harness.users()).get('E1')?.state).toBe('terminated');
  const again = await harness.sync(RICH);
  expect(nonZeroCounts(again)).toMatchObject({ skipped: 30 });
});

test('a plan that newer data overtook cannot be applied', async () => {
  const harness = await SyncHarness.open();
  const old = await harness.sync(people(5), { persist: false });
  const newer = await harness.sync(people(6), { persist: false });
  expect(await harness.tryApply(old.id)).toMatchObject({
    ok: false,
    fault: { code: 'plan_superseded', details: { sync_id: newer.id } },
  });
  await env.DB.prepare('update syncs set fetch_started_at = ? where tenant_id = ?')
    .bind(Date.now() - 25 * 3_600_000, harness.store.tenant.id)
    .run();
  expect(await harness.tryApply(newer.id)).toMatchObject({ ok: false, fault: { code: 'plan_superseded' } });
  expect(await harness.userRows()).toEqual([]);
});

test('who changed since the plan was made is not overwritten, and counted as failed', async () => {
  const harness = await SyncHarness.open();
  await harness.sync(people(10));
  const dry = await harness.sync(
    people(10)
      .map((one) => ({ ...one, title: 'Lead' }))
      .slice(1),
    { persist: false },
  );
  expect(nonZeroCounts(dry)).toEqual({ updated: 9, terminated: 1 });
  await harness.updateUsers('version = version + 1', "employee_id in ('E1', 'E2')");
  const applied = await harness.apply(dry.id);
  expect(nonZeroCounts(applied)).toEqual({ updated: 8, failed: 2 });
  const users = await harness.users();
  expect(users.get('E1')?.state).toBe('active');
  expect(users.get('E2')?.attributes.title).toBe('Engineer');
  expect(users.get('E3')?.attributes.title).toBe('Lead');
  const records = await harness.records(applied);
  expect(
    records.filter(({ outcome }) => outcome === 'failed').map((one) => [one.user?.email, one.errors[0]?.code]),
  ).toEqual([
    ['p2@acme.example', 'changed_since_plan'],
    ['p1@acme.example', 'changed_since_plan'],
  ]);
});

test('a dry run lists the guards that would hold, and is not held itself', async () => {
  const harness = await SyncHarness.open();
  await harness.sync(people(40));
  const dry = await harness.sync(people(20), { persist: false });
  expect(dry.state).toBe('completed');
  expect(dry.guards.map(({ code }) => code)).toEqual(['terminations', 'fewer_records']);
  const applied = await harness.apply(dry.id);
  expect(applied).toMatchObject({ state: 'held', planOf: dry.id });
  expect(applied.guards.map(({ code }) => code)).toEqual(['terminations', 'fewer_records']);
  expect((await harness.users()).get('E40')?.state).toBe('active');
  expect(nonZeroCounts(await harness.apply(applied.id))).toEqual({ skipped: 20, terminated: 20 });
  expect((await harness.users()).get('E40')?.state).toBe('terminated');
});

test('a dry run is applied once', async () => {
  const harness = await SyncHarness.open();
  const dry = await harness.sync(people(5), { persist: false });
  const applied = await harness.apply(dry.id);
  expect(await harness.tryApply(dry.id)).toMatchObject({
    ok: false,
    fault: { code: 'plan_superseded', details: { sync_id: applied.id } },
  });
});
