import { beforeEach, describe, expect, test } from 'vitest';
import { countsOf, httpSettings, MAPPING, people, person, Road } from './road.ts';

let road: Road;
beforeEach(async () => {
  road = await Road.open();
  await road.sync(people(30));
});

const others = people(30).slice(1);
const one = async () => (await road.users()).get('E1');
const hand = async (override: 'terminated' | 'restored') =>
  road.store.byHand.override((await one())?.id ?? 0, override, Date.now());
const recordOfOne = async (sync: Awaited<ReturnType<Road['sync']>>) =>
  (await road.records(sync)).find(({ user }) => user?.email === 'p1@acme.example');

describe('an override by an admin:', () => {
  test('a termination stands until the source’s own state changes', async () => {
    await hand('terminated');
    const still = await road.sync([person(1, { title: 'Lead' }), ...others]);
    expect(await recordOfOne(still)).toMatchObject({ outcome: 'skipped', reason: 'override' });
    expect(await one()).toMatchObject({
      state: 'terminated',
      override: 'terminated',
      attributes: { title: 'Engineer' },
    });

    const gone = await road.sync(others);
    expect(await recordOfOne(gone)).toMatchObject({
      outcome: 'updated',
      changes: [{ attribute: 'override', before: 'terminated', after: null }],
    });
    expect(await one()).toMatchObject({ state: 'terminated', override: null });
    expect(await recordOfOne(await road.sync(others))).toBeUndefined();
    const back = await road.sync(people(30));
    expect(countsOf(back)).toEqual({ restored: 1, skipped: 29 });
  });

  test('a restoration stands until the source has the person again', async () => {
    await road.sync(others);
    await hand('restored');
    expect(await recordOfOne(await road.sync(others))).toMatchObject({ outcome: 'skipped', reason: 'override' });
    expect(await one()).toMatchObject({ state: 'active', override: 'restored' });
    await road.sync(people(30));
    expect(await one()).toMatchObject({ state: 'active', override: null });
    await road.sync(others);
    expect(await one()).toMatchObject({ state: 'terminated' });
  });

  test('one that is taken back leaves nothing behind', async () => {
    await hand('terminated');
    await hand('restored');
    expect(await one()).toMatchObject({ state: 'active', override: null });
    await road.sync([person(1, { title: 'Lead' }), ...others]);
    expect(await one()).toMatchObject({ attributes: { title: 'Lead' } });
    await hand('terminated');
    await hand('restored');
    await road.sync(others);
    expect(await one()).toMatchObject({ state: 'terminated', override: null });
  });

  test('protected users are never terminated by a sync', async () => {
    await road.write('protected = 1', "employee_id = 'E1'");
    const absent = await road.sync(others);
    expect(await recordOfOne(absent)).toMatchObject({ outcome: 'skipped', reason: 'protected' });
    const told = await road.sync([person(1, { status: 'terminated' }), ...others]);
    expect(await recordOfOne(told)).toMatchObject({ outcome: 'skipped', reason: 'protected' });
    expect(countsOf(told)).toEqual({ skipped: 30 });
    expect(await one()).toMatchObject({ state: 'active' });
  });

  test('a user who is protected after the plan was made stays', async () => {
    const dry = await road.sync(others, { persist: false });
    await road.write('protected = 1', "employee_id = 'E1'");
    const applied = await road.apply(dry.id);
    expect(applied.counts.terminated).toBe(0);
    expect(await one()).toMatchObject({ state: 'active' });
  });
});

describe('the owner of a user:', () => {
  const workday = async () => {
    await road.store.mappings.save(
      { source: 'workday', body: MAPPING, note: null, createdBy: 'test', createdAt: 1 },
      [],
      0,
    );
    await road.connect(
      {
        all_people_url: road.feed,
        single_person_url: null,
        format: 'json',
        auth: { type: 'basic', username: 'hr', password: 'x' },
      },
      'workday',
    );
  };

  test('a new data source takes over those it has, and ends none of the others', async () => {
    await workday();
    await road.serve(JSON.stringify({ Report_Entry: people(20) }));
    const sync = await road.run();
    expect(countsOf(sync)).toEqual({ updated: 20 });
    expect((await road.records(sync))[0]?.changes).toEqual([
      { attribute: 'owner', before: 'http-api', after: 'workday' },
    ]);
    const users = [...(await road.users()).values()];
    expect(users.filter(({ ownerSource }) => ownerSource === 'workday').length).toBe(20);
    expect(users.every(({ state }) => state === 'active')).toBe(true);
    expect(countsOf(await road.run())).toEqual({ skipped: 20 });
    // The old source comes back: those of the new one are not its to end.
    await road.connect(httpSettings(road.feed));
    const old = await road.sync(people(30).slice(20));
    expect(old.counts.terminated).toBe(0);
  });

  test('users that nobody owns are never terminated', async () => {
    await road.write('owner_source = null', "employee_id = 'E1'");
    expect(countsOf(await road.sync(others))).toEqual({ skipped: 29 });
    const back = await road.sync(people(30));
    expect(countsOf(back)).toEqual({ updated: 1, skipped: 29 });
    expect(await one()).toMatchObject({ ownerSource: 'http-api' });
  });
});
