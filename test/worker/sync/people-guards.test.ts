import { beforeEach, describe, expect, test } from 'vitest';
import { type ApiClient, createApiClient } from '../harness/api-client.ts';
import { nonZeroCounts, type Person, PLAIN_MAPPING, people, SyncHarness } from '../harness/sync-harness.ts';

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
});
const guardCodes = (sync: { guards: { code: string }[] }) => sync.guards.map(({ code }) => code);
const each = (more: Person, count = 40) => people(count).map((one) => ({ ...one, ...more }));

describe('people who are new or have another e-mail', () => {
  const moved = (count: number) =>
    people(40).map((one, at) => (at < count ? { ...one, email: `new${at}@acme.example` } : one));

  test('are expected in a first sync, and later wait for an admin', async () => {
    expect(await harness.sync(people(40))).toMatchObject({ state: 'completed', guards: [] });
    const held = await harness.sync([...moved(11), ...people(50).slice(40)]);
    expect(held).toMatchObject({ state: 'held', guards: [{ code: 'created_or_email_changed', found: 21, limit: 20 }] });
    expect(held.reason).toContain('create 10 people and give 11 people another e-mail, beside 40 active users');
    expect((await harness.users()).get('E1')?.email).toBe('p1@acme.example');
    const approved = await harness.apply(held.id);
    expect(nonZeroCounts(approved)).toEqual({ created: 10, updated: 11, skipped: 29 });
  });

  test('are not counted for another spelling of an e-mail, nor for a row that does not count', async () => {
    await harness.sync(people(40));
    const spelled = people(40).map((one) => ({ ...one, email: String(one.email).toUpperCase() }));
    expect(await harness.sync(spelled)).toMatchObject({ state: 'completed', guards: [], counts: { updated: 40 } });
    // Everybody of these twenty comes twice, and moves once.
    const twice = moved(20).flatMap((one, at) => (at < 20 ? [one, { ...one, hired: '2019-01-01' }] : [one]));
    expect(await harness.sync(twice)).toMatchObject({ state: 'completed', guards: [] });
  });
});

describe('the guard on emptied attributes', () => {
  test('holds everything once when nobody has an attribute that most had', async () => {
    await harness.sync(people(40));
    const held = await harness.sync(each({ title: undefined }));
    expect(held).toMatchObject({ state: 'held', guards: [{ code: 'emptied_attribute', found: 0, limit: 20 }] });
    expect(held.reason).toContain('“Title” had a value for 40 people');
    expect((await harness.users()).get('E1')?.attributes.title).toBe('Engineer');
    // What was held is no measure: it is held again.
    expect(guardCodes(await harness.sync(each({ title: undefined })))).toEqual(['emptied_attribute']);
    const again = await harness.sync(each({ title: null }));
    expect(nonZeroCounts(await harness.apply(again.id))).toEqual({ updated: 40 });
    expect(await harness.sync(each({ title: null }))).toMatchObject({ state: 'completed', guards: [] });
  });

  test('holds also where users keep the old values', async () => {
    await harness.sync(each({ department: 'R&D' }));
    const held = await harness.sync(people(40).map((one, at) => (at === 0 ? { ...one, title: 'Lead' } : one)));
    expect(held.reason).toContain('“Department” had a value for 40 people');
    expect(nonZeroCounts(await harness.apply(held.id))).toEqual({ updated: 1, skipped: 39 });
    expect((await harness.users()).get('E2')?.attributes.department).toBe('R&D');
    expect(await harness.sync(people(40))).toMatchObject({ state: 'completed', guards: [] });
  });

  test('is listed in a dry run, and in a preview of a mapping whose expression finds nothing', async () => {
    await harness.sync(people(40));
    expect(guardCodes(await harness.sync(each({ title: '' }), { persist: false }))).toEqual(['emptied_attribute']);
    const api = await createApiClient('admin', harness.store);
    await harness.sync(people(40));
    const standard = { ...PLAIN_MAPPING.standard, title: { expression: 'tittle' } };
    const started = await api.call('POST', '/mapping/preview?source=http-api', { ...PLAIN_MAPPING, standard });
    expect(guardCodes(await harness.waitForSync(Number(started.body.id)))).toEqual(['emptied_attribute']);
    const { title: _, ...without } = PLAIN_MAPPING.standard;
    const other = await api.call('POST', '/mapping/preview?source=http-api', { ...PLAIN_MAPPING, standard: without });
    expect(guardCodes(await harness.waitForSync(Number(other.body.id)))).toEqual([]);
  });

  test('compares with the plan that was applied last, also when it was that of a dry run', async () => {
    const dry = await harness.sync(people(40), { persist: false });
    await harness.apply(dry.id);
    expect(guardCodes(await harness.sync(each({ title: null }), { persist: false }))).toEqual(['emptied_attribute']);
  });

  test('counts active users only, not those who have left or failed', async () => {
    const others = [...each({ ends: '2020-02-02' }, 100).slice(20), ...each({ email: 'bad' }, 105).slice(100)];
    await harness.sync([...people(20), ...others]);
    const held = await harness.sync([...each({ title: null }, 20), ...others]);
    expect(held).toMatchObject({ state: 'held', guards: [{ code: 'emptied_attribute', found: 0, limit: 10 }] });
  });
});

test('too many changes of role hold everything, and are counted once a person', async () => {
  await harness.sync(people(40));
  const restricted = people(40).map((one, at) => (at < 6 ? { ...one, restricted: '1' } : one));
  const held = await harness.sync(restricted);
  expect(held).toMatchObject({ state: 'held', guards: [{ code: 'role_flips', found: 6, limit: 5 }] });
  expect(held.reason).toContain('6 people of 40: 6 to restricted;');
  await harness.apply(held.id);
  const back = restricted.flatMap((one, at) =>
    at < 5 ? ['2021-01-01', '2020-01-01'].map((hired) => ({ ...one, restricted: '0', hired })) : [one],
  );
  const sync = await harness.sync(back);
  expect(sync).toMatchObject({ state: 'completed', guards: [], counts: { updated: 5, skipped: 40 } });
  const { tally } = await harness.store.plans.totals(sync.id);
  expect(tally).toMatchObject({ 'role:regular': 5, 'changed:role': 5 });
});

describe('announced leavers', () => {
  let api: ApiClient;
  beforeEach(async () => {
    api = await createApiClient('admin', harness.store);
    await api.call('PUT', '/settings', { time_zone: 'Pacific/Kiritimati' });
  });
  const announce = (people: number, until: string) =>
    api.call('PUT', '/settings', { announced_leavers: { people, until } });
  const today = () => new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);
  const sync = async (feed: Person[], persist = true) => {
    await harness.serveFeed(JSON.stringify(feed));
    const started = await api.call('POST', '/syncs', { persist });
    return harness.waitForSync(Number(started.body.id));
  };

  test('do not trip the guard, and are used up', async () => {
    await sync(people(100));
    await announce(2, today());
    expect(await sync(people(100).slice(4))).toMatchObject({ state: 'completed', ended: 4 });
    // Two were announced, and five may leave in any day.
    const held = await sync(people(100).slice(8));
    expect(held).toMatchObject({ state: 'held', guards: [{ code: 'terminations', found: 8, limit: 7 }] });
    expect(held.reason).toContain('the limit is 7, with the 2 that were announced');
  });

  test('end after their day, in the time zone of the tenant', async () => {
    await sync(people(60));
    const yesterday = new Date(Date.parse(today()) - 86_400_000).toISOString().slice(0, 10);
    await announce(20, yesterday);
    const dry = await sync(people(60).slice(6), false);
    expect(dry.guards).toMatchObject([{ code: 'terminations', found: 6, limit: 5 }]);
    await announce(20, today());
    const applied = await api.call('POST', `/syncs/${dry.id}/apply`, {});
    expect(await harness.waitForSync(Number(applied.body.id))).toMatchObject({
      state: 'completed',
      ended: 6,
      guards: [],
    });
  });
});
