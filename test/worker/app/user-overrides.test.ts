import { beforeEach, describe, expect, test } from 'vitest';
import { httpSettings, nonZeroCounts, PLAIN_MAPPING, people, person, SyncHarness } from '../harness/sync-harness.ts';

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
  await harness.sync(people(30));
});

const others = people(30).slice(1);
const firstUser = async () => (await harness.users()).get('E1');
const overrideFirst = async (override: 'terminated' | 'restored') =>
  harness.store.users.override((await firstUser())?.id ?? 0, override, Date.now());
const recordOfFirst = async (sync: Awaited<ReturnType<SyncHarness['sync']>>) =>
  (await harness.records(sync)).find(({ user }) => user?.email === 'p1@acme.example');

describe('an override by an admin:', () => {
  test('a termination stands until the source’s own state changes', async () => {
    await overrideFirst('terminated');
    const still = await harness.sync([person(1, { title: 'Lead' }), ...others]);
    expect(await recordOfFirst(still)).toMatchObject({ outcome: 'skipped', reason: 'override' });
    expect(await firstUser()).toMatchObject({
      state: 'terminated',
      override: 'terminated',
      attributes: { title: 'Engineer' },
    });

    const gone = await harness.sync(others);
    expect(await recordOfFirst(gone)).toMatchObject({
      outcome: 'updated',
      changes: [{ attribute: 'override', before: 'terminated', after: null }],
    });
    expect(await firstUser()).toMatchObject({ state: 'terminated', override: null });
    expect(await recordOfFirst(await harness.sync(others))).toBeUndefined();
    const back = await harness.sync(people(30));
    expect(nonZeroCounts(back)).toEqual({ restored: 1, skipped: 29 });
  });

  test('a restoration stands until the source has the person again', async () => {
    await harness.sync(others);
    await overrideFirst('restored');
    expect(await recordOfFirst(await harness.sync(others))).toMatchObject({ outcome: 'skipped', reason: 'override' });
    expect(await firstUser()).toMatchObject({ state: 'active', override: 'restored' });
    await harness.sync(people(30));
    expect(await firstUser()).toMatchObject({ state: 'active', override: null });
    await harness.sync(others);
    expect(await firstUser()).toMatchObject({ state: 'terminated' });
  });

  test('one that is taken back leaves nothing behind', async () => {
    await overrideFirst('terminated');
    await overrideFirst('restored');
    expect(await firstUser()).toMatchObject({ state: 'active', override: null });
    await harness.sync([person(1, { title: 'Lead' }), ...others]);
    expect(await firstUser()).toMatchObject({ attributes: { title: 'Lead' } });
    await overrideFirst('terminated');
    await overrideFirst('restored');
    await harness.sync(others);
    expect(await firstUser()).toMatchObject({ state: 'terminated', override: null });
  });

  test('protected users are never terminated by a sync', async () => {
    await harness.updateUsers('protected = 1', "employee_id = 'E1'");
    const absent = await harness.sync(others);
    expect(await recordOfFirst(absent)).toMatchObject({ outcome: 'skipped', reason: 'protected' });
    const told = await harness.sync([person(1, { status: 'terminated' }), ...others]);
    expect(await recordOfFirst(told)).toMatchObject({ outcome: 'skipped', reason: 'protected' });
    expect(nonZeroCounts(told)).toEqual({ skipped: 30 });
    expect(await firstUser()).toMatchObject({ state: 'active' });
  });

  test('a user who is protected after the plan was made stays', async () => {
    const dry = await harness.sync(others, { persist: false });
    await harness.updateUsers('protected = 1', "employee_id = 'E1'");
    const applied = await harness.apply(dry.id);
    expect(applied.counts.terminated).toBe(0);
    expect(await firstUser()).toMatchObject({ state: 'active' });
  });
});

describe('the owner of a user:', () => {
  const workday = async () => {
    await harness.store.mappings.save(
      { source: 'workday', body: PLAIN_MAPPING, note: null, createdBy: 'test', createdAt: 1 },
      [],
      0,
    );
    await harness.saveSource(
      {
        all_people_url: harness.feed,
        single_person_url: null,
        format: 'json',
        auth: { type: 'basic', username: 'hr', password: 'x' },
      },
      'workday',
    );
  };

  test('a new data source takes over those it has, and ends none of the others', async () => {
    await workday();
    await harness.serveFeed(JSON.stringify({ Report_Entry: people(20) }));
    const sync = await harness.runSync();
    expect(nonZeroCounts(sync)).toEqual({ updated: 20 });
    expect((await harness.records(sync))[0]?.changes).toEqual([
      { attribute: 'owner', before: 'http-api', after: 'workday' },
    ]);
    const users = [...(await harness.users()).values()];
    expect(users.filter(({ ownerSource }) => ownerSource === 'workday').length).toBe(20);
    expect(users.every(({ state }) => state === 'active')).toBe(true);
    expect(nonZeroCounts(await harness.runSync())).toEqual({ skipped: 20 });
    // The old source comes back: those of the new one are not its to end.
    await harness.saveSource(httpSettings(harness.feed));
    const old = await harness.sync(people(30).slice(20));
    expect(old.counts.terminated).toBe(0);
  });

  test('users that nobody owns are never terminated', async () => {
    await harness.updateUsers('owner_source = null', "employee_id = 'E1'");
    expect(nonZeroCounts(await harness.sync(others))).toEqual({ skipped: 29 });
    const back = await harness.sync(people(30));
    expect(nonZeroCounts(back)).toEqual({ updated: 1, skipped: 29 });
    expect(await firstUser()).toMatchObject({ ownerSource: 'http-api' });
  });
});
