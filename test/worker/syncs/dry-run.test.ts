import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { countsOf, people, person, plain, Road } from './road.ts';

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
  const road = await Road.open();
  await road.sync(people(30));
  const before = await road.table();
  const dry = await road.sync(RICH, { persist: false });
  expect(dry).toMatchObject({ state: 'completed', persisted: false, appliedAt: null });
  expect(await road.table()).toEqual(before);
  const live = await road.sync(RICH);
  expect(countsOf(live)).toEqual(countsOf(dry));
  expect((await road.records(live)).map(plain)).toEqual((await road.records(dry)).map(plain));
  expect(await road.table()).not.toEqual(before);
  expect(live.state).toBe('completed');
  expect(countsOf(live)).toMatchObject({ created: 2, terminated: 3, updated: 3 });
});

test('a completed dry run is applied later as it stands', async () => {
  const road = await Road.open();
  await road.sync(people(30));
  const dry = await road.sync(RICH, { persist: false });
  const applied = await road.apply(dry.id);
  expect(applied).toMatchObject({
    state: 'completed',
    trigger: 'approval',
    planOf: dry.id,
    persisted: true,
    guards: [],
  });
  expect(applied.records).toBe(dry.records);
  expect(countsOf(applied)).toEqual(countsOf(dry));
  expect((await road.records(applied)).map(plain)).toEqual((await road.records(dry)).map(plain));
  expect((await road.users()).get('E4')?.attributes.title).toBe('Lead');
  expect((await road.users()).get('E5')?.email).toBe('p6@acme.example');
  expect((await road.users()).get('E1')?.state).toBe('terminated');
  const again = await road.sync(RICH);
  expect(countsOf(again)).toMatchObject({ skipped: 30 });
});

test('a plan that newer data overtook cannot be applied', async () => {
  const road = await Road.open();
  const old = await road.sync(people(5), { persist: false });
  const newer = await road.sync(people(6), { persist: false });
  expect(await road.tryApply(old.id)).toMatchObject({
    ok: false,
    fault: { code: 'plan_superseded', details: { sync_id: newer.id } },
  });
  await env.DB.prepare('update syncs set fetch_started_at = ? where tenant_id = ?')
    .bind(Date.now() - 25 * 3_600_000, road.store.tenant.id)
    .run();
  expect(await road.tryApply(newer.id)).toMatchObject({ ok: false, fault: { code: 'plan_superseded' } });
  expect(await road.table()).toEqual([]);
});

test('who changed since the plan was made is not overwritten, and counted as failed', async () => {
  const road = await Road.open();
  await road.sync(people(10));
  const dry = await road.sync(
    people(10)
      .map((one) => ({ ...one, title: 'Lead' }))
      .slice(1),
    { persist: false },
  );
  expect(countsOf(dry)).toEqual({ updated: 9, terminated: 1 });
  await road.write('version = version + 1', "employee_id in ('E1', 'E2')");
  const applied = await road.apply(dry.id);
  expect(countsOf(applied)).toEqual({ updated: 8, failed: 2 });
  const users = await road.users();
  expect(users.get('E1')?.state).toBe('active');
  expect(users.get('E2')?.attributes.title).toBe('Engineer');
  expect(users.get('E3')?.attributes.title).toBe('Lead');
  const records = await road.records(applied);
  expect(
    records.filter(({ outcome }) => outcome === 'failed').map((one) => [one.user?.email, one.errors[0]?.code]),
  ).toEqual([
    ['p2@acme.example', 'changed_since_plan'],
    ['p1@acme.example', 'changed_since_plan'],
  ]);
});

test('a dry run lists the guards that would hold, and is not held itself', async () => {
  const road = await Road.open();
  await road.sync(people(40));
  const dry = await road.sync(people(20), { persist: false });
  expect(dry.state).toBe('completed');
  expect(dry.guards.map(({ code }) => code)).toEqual(['terminations', 'fewer_records']);
  const applied = await road.apply(dry.id);
  expect(applied).toMatchObject({ state: 'held', planOf: dry.id });
  expect(applied.guards.map(({ code }) => code)).toEqual(['terminations', 'fewer_records']);
  expect((await road.users()).get('E40')?.state).toBe('active');
  expect(countsOf(await road.apply(applied.id))).toEqual({ skipped: 20, terminated: 20 });
  expect((await road.users()).get('E40')?.state).toBe('terminated');
});

test('a dry run is applied once', async () => {
  const road = await Road.open();
  const dry = await road.sync(people(5), { persist: false });
  const applied = await road.apply(dry.id);
  expect(await road.tryApply(dry.id)).toMatchObject({
    ok: false,
    fault: { code: 'plan_superseded', details: { sync_id: applied.id } },
  });
});
