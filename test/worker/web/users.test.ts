import { beforeAll, describe, expect, test } from 'vitest';
import { people, person } from '../syncs/road.ts';
import { names, openDesk, wordsOf } from './browsing.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;

beforeAll(async () => {
  desk = await openDesk();
  await desk.road.sync([person(1, { manager: 'E2' }), ...people(60).slice(1)]);
});

const idOf = async (employeeId: string): Promise<number> => (await desk.road.users()).get(employeeId)?.id ?? 0;

describe('the directory of users', () => {
  test('is for admins and viewers', async () => {
    for (const person of [desk.admin, desk.viewer]) {
      const { status, text } = await person.open('/users');
      expect(status).toBe(200);
      expect(names(text)).toHaveLength(50);
      expect(wordsOf(text)).toContain('All 60');
    }
  });

  test.each([
    ['q=p57%40acme', ['Person 57']],
    ['q=E58', ['Person 58']],
    ['q=nobody', []],
    ['state=terminated', []],
    ['q=_', []],
  ])('is searched by %s', async (query, expected) => {
    expect(names((await desk.viewer.open(`/users?${query}`)).text)).toEqual(expected);
  });

  test('pages forwards and back', async () => {
    const last = await idOf('E50');
    const next = names((await desk.viewer.open(`/users?after=${last}`)).text);
    expect(next).toEqual(Array.from({ length: 10 }, (_, n) => `Person ${n + 51}`));
    const back = names((await desk.viewer.open(`/users?before=${last + 1}`)).text);
    expect(back).toHaveLength(50);
  });

  test('shows nobody of another tenant', async () => {
    const other = await openDesk();
    expect(wordsOf((await other.admin.open('/users')).text)).toContain('Nobody is in the directory yet');
    expect((await other.admin.open('/users/1')).status).toBe(404);
    expect((await other.admin.send('/users/1/terminate')).status).toBe(404);
  });
});

describe('the profile of a user', () => {
  test('shows a viewer attributes, and nothing of syncs', async () => {
    const { status, text } = await desk.viewer.open(`/users/${await idOf('E1')}`);
    expect(status).toBe(200);
    expect(wordsOf(text)).toContain('Title Engineer');
    expect(text).toContain(`href="/${desk.slug}/users/${await idOf('E2')}">Person 2</a>`);
    expect(text).not.toContain('/syncs');
    expect(text).not.toContain('History');
    expect(text).not.toContain('Terminate');
  });

  test('lets a viewer change nothing', async () => {
    const id = await idOf('E1');
    for (const action of ['sync', 'terminate', 'restore']) {
      expect((await desk.viewer.open(`/users/${id}/${action}`)).status, action).toBe(404);
      expect((await desk.viewer.send(`/users/${id}/${action}`)).status, action).toBe(404);
    }
  });

  test('shows an admin the history, and the way to the latest sync', async () => {
    const id = await idOf('E3');
    const { text } = await desk.admin.open(`/users/${id}`);
    expect(text).toContain(`href="/${desk.slug}/syncs/1/records?user=${id}"`);
    expect(wordsOf(text)).toContain('Sync 1 Created');
  });

  test('ends and restores access, and logs who did', async () => {
    const id = await idOf('E4');
    expect(wordsOf((await desk.admin.open(`/users/${id}/terminate`, true)).text)).toContain('end access for 1 user');
    const done = await desk.admin.send(`/users/${id}/terminate`);
    expect([done.status, done.headers.get('Location')]).toEqual([303, `/${desk.slug}/users/${id}`]);
    const profile = wordsOf((await desk.admin.open(`/users/${id}`)).text);
    expect(profile).toContain('Terminated');
    expect(profile).toContain('Ended by hand');
    await desk.admin.send(`/users/${id}/restore`);
    expect(await desk.road.store.users.get(id)).toMatchObject({ state: 'active', override: null });
    const [restored, ended] = await desk.road.store.audit.list(2);
    expect(restored).toMatchObject({ actor: 'ada@acme.example', action: 'user_restored', detail: { user_id: id } });
    expect(ended).toMatchObject({ action: 'user_terminated' });
  });

  test('syncs one person, dry unless asked otherwise', async () => {
    const id = await idOf('E5');
    const started = await desk.admin.send(`/users/${id}/sync`);
    expect(started.headers.get('Location')).toBe(`/${desk.slug}/syncs/2/records?user=${id}`);
    expect(await desk.road.ended(2)).toMatchObject({ scope: 'single', persisted: false, trigger: 'profile' });
  });
});

describe('legal hold on a profile', () => {
  test('is placed and lifted after a question that names the delay', async () => {
    const at = `/users/${await idOf('E9')}`;
    expect(wordsOf((await desk.admin.open(`${at}/hold`)).text)).toContain('removed 30 days after access ended');
    await desk.admin.send(`${at}/hold`);
    const held = wordsOf((await desk.admin.open(at)).text);
    expect(held).toContain('Legal hold Yes: personal data is kept');
    expect(held).toContain('Lift the legal hold');
    await desk.admin.send(`${at}/release`);
    expect(wordsOf((await desk.admin.open(at)).text)).toContain('Legal hold No');
    expect((await desk.viewer.send(`${at}/hold`)).status).toBe(404);
  });

  test('a profile offers no action once the personal data was removed', async () => {
    const other = await openDesk();
    await other.road.sync(people(10));
    await other.road.sync(people(10).slice(1));
    const id = (await other.road.users()).get('E1')?.id ?? 0;
    await other.road.store.deprovisioning.anonymise([id], Date.now(), Date.now());
    const said = wordsOf((await other.admin.open(`/users/${id}`)).text);
    expect(said).toContain(`Removed person ${id}`);
    expect(said).toContain('Personal data removed');
    expect(said).not.toMatch(/Person 1\b|p1@|Restore|Sync User Data/);
  });
});
