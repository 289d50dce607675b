import { beforeAll, describe, expect, test } from 'vitest';
import { openWebHarness, rowNames, visibleText } from '../harness/browser-session.ts';
import { people, person } from '../harness/sync-harness.ts';

let web: Awaited<ReturnType<typeof openWebHarness>>;

beforeAll(async () => {
  web = await openWebHarness();
  await web.harness.sync([person(1, { manager: 'E2' }), ...people(60).slice(1)]);
});

const idOf = async (employeeId: string): Promise<number> => (await web.harness.users()).get(employeeId)?.id ?? 0;

describe('the directory of users', () => {
  test('is for admins and viewers', async () => {
    for (const person of [web.admin, web.viewer]) {
      const { status, text } = await person.open('/users');
      expect(status).toBe(200);
      expect(rowNames(text)).toHaveLength(50);
      expect(visibleText(text)).toContain('All 60');
    }
  });

  test.each([
    ['q=p57%40acme', ['Person 57']],
    ['q=E58', ['Person 58']],
    ['q=nobody', []],
    ['state=terminated', []],
    ['q=_', []],
  ])('is searched by %s', async (query, expected) => {
    expect(rowNames((await web.viewer.open(`/users?${query}`)).text)).toEqual(expected);
  });

  test('pages forwards and back', async () => {
    const last = await idOf('E50');
    const next = rowNames((await web.viewer.open(`/users?after=${last}`)).text);
    expect(next).toEqual(Array.from({ length: 10 }, (_, n) => `Person ${n + 51}`));
    const back = rowNames((await web.viewer.open(`/users?before=${last + 1}`)).text);
    expect(back).toHaveLength(50);
  });

  test('shows nobody of another tenant', async () => {
    const other = await openWebHarness();
    expect(visibleText((await other.admin.open('/users')).text)).toContain('Nobody is in the directory yet');
    expect((await other.admin.open('/users/1')).status).toBe(404);
    expect((await other.admin.send('/users/1/terminate')).status).toBe(404);
  });
});

describe('the profile of a user', () => {
  test('shows a viewer attributes, and nothing of syncs', async () => {
    const { status, text } = await web.viewer.open(`/users/${await idOf('E1')}`);
    expect(status).toBe(200);
    expect(visibleText(text)).toContain('Title Engineer');
    expect(text).toContain(`href="/${web.slug}/users/${await idOf('E2')}">Person 2</a>`);
    expect(text).not.toContain('/syncs');
    expect(text).not.toContain('History');
    expect(text).not.toContain('Terminate');
  });

  test('lets a viewer change nothing', async () => {
    const id = await idOf('E1');
    for (const action of ['sync', 'terminate', 'restore']) {
      expect((await web.viewer.open(`/users/${id}/${action}`)).status, action).toBe(404);
      expect((await web.viewer.send(`/users/${id}/${action}`)).status, action).toBe(404);
    }
  });

  test('shows an admin the history, and the way to the latest sync', async () => {
    const id = await idOf('E3');
    const { text } = await web.admin.open(`/users/${id}`);
    expect(text).toContain(`href="/${web.slug}/syncs/1/records?user=${id}"`);
    expect(visibleText(text)).toContain('Sync 1 Created');
  });

  test('ends and restores access, and logs who did', async () => {
    const id = await idOf('E4');
    expect(visibleText((await web.admin.open(`/users/${id}/terminate`, true)).text)).toContain('end access for 1 user');
    const done = await web.admin.send(`/users/${id}/terminate`);
    expect([done.status, done.headers.get('Location')]).toEqual([303, `/${web.slug}/users/${id}`]);
    const profile = visibleText((await web.admin.open(`/users/${id}`)).text);
    expect(profile).toContain('Terminated');
    expect(profile).toContain('Ended by hand');
    await web.admin.send(`/users/${id}/restore`);
    expect(await web.harness.store.users.get(id)).toMatchObject({ state: 'active', override: null });
    const [restored, ended] = await web.harness.store.audit.list(2);
    expect(restored).toMatchObject({ actor: 'ada@acme.example', action: 'user_restored', detail: { user_id: id } });
    expect(ended).toMatchObject({ action: 'user_terminated' });
  });

  test('syncs one person, dry unless asked otherwise', async () => {
    const id = await idOf('E5');
    const started = await web.admin.send(`/users/${id}/sync`);
    expect(started.headers.get('Location')).toBe(`/${web.slug}/syncs/2/records?user=${id}`);
    expect(await web.harness.waitForSync(2)).toMatchObject({ scope: 'single', persisted: false, trigger: 'profile' });
  });
});

describe('legal hold on a profile', () => {
  test('is placed and lifted after a question that names the delay', async () => {
    const at = `/users/${await idOf('E9')}`;
    expect(visibleText((await web.admin.open(`${at}/hold`)).text)).toContain('removed 30 days after access ended');
    await web.admin.send(`${at}/hold`);
    const held = visibleText((await web.admin.open(at)).text);
    expect(held).toContain('Legal hold Yes: personal data is kept');
    expect(held).toContain('Lift the legal hold');
    await web.admin.send(`${at}/release`);
    expect(visibleText((await web.admin.open(at)).text)).toContain('Legal hold No');
    expect((await web.viewer.send(`${at}/hold`)).status).toBe(404);
  });

  test('a profile offers no action once the personal data was removed', async () => {
    const other = await openWebHarness();
    await other.harness.sync(people(10));
    await other.harness.sync(people(10).slice(1));
    const id = (await other.harness.users()).get('E1')?.id ?? 0;
    await other.harness.store.erasure.anonymise([id], Date.now(), Date.now());
    const said = visibleText((await other.admin.open(`/users/${id}`)).text);
    expect(said).toContain(`Removed person ${id}`);
    expect(said).toContain('Personal data removed');
    expect(said).not.toMatch(/Person 1\b|p1@|Restore|Sync User Data/);
  });
});
