import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { rejectSync } from '../../../src/app/syncs/stop-sync.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { nonZeroCounts, people, person, SyncHarness } from '../harness/sync-harness.ts';

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
});

const guardCodes = (sync: { guards: { code: string }[] }) => sync.guards.map(({ code }) => code);
const reject = async (id: number) => {
  const rejected = await rejectSync(env, harness.store.tenant, id, 'ada@acme.example');
  if (!rejected.ok) throw new Error(describeFault(rejected.fault));
  return rejected.value;
};
const terminated = async () =>
  [...(await harness.users()).values()]
    .filter(({ state }) => state === 'terminated')
    .map(({ employeeId }) => employeeId);

/** Eight of a hundred are gone, one is new, three have a new title. */
const LEAVING = [...people(97).slice(8), ...[98, 99, 100].map((n) => person(n, { title: 'Lead' })), person(101)];

describe('when only the terminations are too many:', () => {
  beforeEach(async () => {
    await harness.sync(people(100));
  });

  test('everything else is applied and they wait; approved, they happen', async () => {
    const held = await harness.sync(LEAVING);
    expect(held).toMatchObject({ state: 'held', ended: 0 });
    expect(guardCodes(held)).toEqual(['terminations']);
    expect(held.guards[0]).toMatchObject({ limit: 5, found: 8 });
    expect(held.reason).toContain('8 people of 100');
    expect(await terminated()).toEqual([]);
    const users = await harness.users();
    expect(users.get('E99')?.attributes.title).toBe('Lead');
    expect(users.has('E101')).toBe(true);

    const approved = await harness.apply(held.id);
    expect(approved).toMatchObject({ id: held.id, state: 'completed', ended: 8, reason: null });
    expect(nonZeroCounts(approved)).toEqual({ created: 1, updated: 3, terminated: 8, skipped: 89 });
    expect((await terminated()).length).toBe(8);
  });

  test('approved without them, they do not happen', async () => {
    const held = await harness.sync(LEAVING);
    const approved = await harness.apply(held.id, { terminations: false });
    expect(approved).toMatchObject({ state: 'completed', ended: 0 });
    expect(approved.reason).toBe('8 terminations were left out on approval.');
    expect(await terminated()).toEqual([]);
  });

  test('approved except for some people, those stay, and the sync says so', async () => {
    const held = await harness.sync(LEAVING);
    const stays = (await harness.users()).get('E1')?.id ?? 0;
    const approved = await harness.apply(held.id, { except: [stays] });
    expect(approved).toMatchObject({ state: 'completed', ended: 7 });
    expect(approved.reason).toBe('1 person was left out on approval.');
    expect((await terminated()).length).toBe(7);
    expect((await harness.users()).get('E1')?.state).toBe('active');
    const record = (await harness.records(approved)).find(({ user }) => user?.id === stays);
    expect(record).toMatchObject({ outcome: 'terminated', persisted: false });
  });

  test('whom an admin left out when a dry run was applied stays out when its terminations are approved', async () => {
    const dry = await harness.sync(LEAVING, { persist: false });
    const [first, second] = ['E1', 'E2'].map(await harness.users().then((users) => (id) => users.get(id)?.id ?? 0));
    const held = await harness.apply(dry.id, { except: [first ?? 0] });
    expect(held).toMatchObject({ state: 'held', ended: 0 });
    const approved = await harness.apply(held.id, { except: [second ?? 0] });
    expect(approved).toMatchObject({ state: 'completed', ended: 6, reason: '2 people were left out on approval.' });
    expect((await terminated()).toSorted()).toEqual(['E3', 'E4', 'E5', 'E6', 'E7', 'E8']);
    const left = (await harness.records(approved)).filter(({ user }) => user && [first, second].includes(user.id));
    expect(left.map(({ persisted }) => persisted)).toEqual([false, false]);
  });

  test('rejected, they do not happen and the rest stays', async () => {
    const held = await harness.sync(LEAVING);
    const rejected = await reject(held.id);
    expect(rejected).toMatchObject({ state: 'cancelled' });
    expect(rejected.reason).toBe('Rejected by ada@acme.example. Everything but the terminations had been applied.');
    expect(await terminated()).toEqual([]);
    expect(await harness.tryApply(held.id)).toMatchObject({ ok: false, fault: { code: 'plan_not_applicable' } });
  });

  test('who changed before the approval stays, and is counted once', async () => {
    const held = await harness.sync(LEAVING);
    await harness.updateUsers('version = version + 1', "employee_id in ('E1', 'E2')");
    const approved = await harness.apply(held.id);
    expect(nonZeroCounts(approved)).toEqual({ created: 1, updated: 3, terminated: 6, skipped: 89, failed: 2 });
    expect(approved.ended).toBe(6);
  });

  test('who changed before the rest was applied is counted once, also after the approval', async () => {
    // The dry run keeps the moment between plan and apply open.
    const dry = await harness.sync(LEAVING, { persist: false });
    await harness.updateUsers('version = version + 1', "employee_id = 'E99'");
    const held = await harness.apply(dry.id);
    expect(nonZeroCounts(held)).toEqual({ created: 1, updated: 2, terminated: 8, skipped: 89, failed: 1 });
    const approved = await harness.apply(held.id);
    expect(nonZeroCounts(approved)).toEqual({ created: 1, updated: 2, terminated: 8, skipped: 89, failed: 1 });
  });

  test('the count runs over a day, and starts anew when an admin approves', async () => {
    expect(nonZeroCounts(await harness.sync(people(100).slice(3)))).toMatchObject({ terminated: 3 });
    const held = await harness.sync(people(100).slice(6));
    expect(held.guards[0]).toMatchObject({ code: 'terminations', found: 6, limit: 5 });
    await harness.apply(held.id);
    const next = await harness.sync(people(100).slice(9));
    expect(next).toMatchObject({ state: 'completed', guards: [] });
    await env.DB.prepare(
      'update syncs set applied_at = applied_at - 90000000, approved_at = approved_at - 90000000',
    ).run();
    expect(nonZeroCounts(await harness.sync(people(100).slice(13)))).toMatchObject({ terminated: 4 });
  });

  test('a newer full sync supersedes the held one', async () => {
    const held = await harness.sync(LEAVING);
    const next = await harness.sync(people(100));
    expect(nonZeroCounts(next)).toMatchObject({ terminated: 1, updated: 3, skipped: 97 });
    const overtaken = await harness.store.syncs.get(held.id);
    expect(overtaken).toMatchObject({ state: 'cancelled' });
    expect(overtaken?.reason).toContain(`Sync ${next.id} has newer data.`);
  });
});

describe('when the data is in doubt:', () => {
  test('fewer records than usual hold everything', async () => {
    await harness.sync(people(40));
    const before = await harness.userRows();
    const held = await harness.sync([...people(35), person(50)]);
    expect(held).toMatchObject({ state: 'completed' });
    const half = await harness.sync(people(20).map((one) => ({ ...one, title: 'Lead' })));
    expect(half.state).toBe('held');
    expect(guardCodes(half)).toEqual(['terminations', 'fewer_records']);
    expect(half.guards[1]).toMatchObject({ found: 20, limit: 35 });
    expect((await harness.userRows()).filter((_, index) => index < 20)).toEqual(before.slice(0, 20));
    expect((await reject(half.id)).reason).toBe('Rejected by ada@acme.example. Nothing was applied.');
  });

  test('the usual number of records is measured anew after an admin approved', async () => {
    for (let time = 0; time < 3; time++) await harness.sync(people(40));
    const held = await harness.sync(people(30));
    expect(guardCodes(held)).toContain('fewer_records');
    await harness.apply(held.id);
    expect(await harness.sync(people(30))).toMatchObject({ state: 'completed', guards: [] });
  });

  test('many failed records hold everything', async () => {
    await harness.sync(people(40));
    const held = await harness.sync(
      people(40).map((one, at) => (at < 11 ? { ...one, email: 'x' } : { ...one, title: 'Lead' })),
    );
    expect(held.state).toBe('held');
    expect(guardCodes(held)).toEqual(['failed']);
    expect((await harness.users()).get('E40')?.attributes.title).toBe('Engineer');
    const approved = await harness.apply(held.id);
    expect(nonZeroCounts(approved)).toEqual({ updated: 29, failed: 11 });
    expect((await harness.users()).get('E40')?.attributes.title).toBe('Lead');
  });

  test('employee IDs that contradict known ones hold everything', async () => {
    await harness.sync(people(40));
    const held = await harness.sync([
      ...people(40).map((one, at) => (at < 4 ? { ...one, id: `N${at}` } : one)),
      person(41),
    ]);
    expect(held.state).toBe('held');
    expect(guardCodes(held)).toEqual(['id_conflicts']);
    expect((await harness.users()).has('E41')).toBe(false);
    expect(await terminated()).toEqual([]);
  });

  test('records without a usable key hold the terminations', async () => {
    await harness.sync(people(40));
    const held = await harness.sync([...people(39), { name: 'Somebody' }]);
    expect(held).toMatchObject({ state: 'held', unidentified: 1 });
    expect(guardCodes(held)).toEqual(['unidentified']);
    expect(await terminated()).toEqual([]);
  });

  test('a held sync is superseded by one that is held too', async () => {
    await harness.sync(people(40));
    const first = await harness.sync(people(20));
    const second = await harness.sync(people(21));
    expect([first.state, second.state]).toEqual(['held', 'held']);
    expect((await harness.store.syncs.get(first.id))?.state).toBe('cancelled');
    expect(await harness.tryApply(first.id)).toMatchObject({ ok: false });
  });
});
