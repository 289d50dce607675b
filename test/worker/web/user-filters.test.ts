import { beforeAll, describe, expect, test } from 'vitest';
import { openWebHarness, rowNames, visibleText } from '../harness/browser-session.ts';
import { person } from '../harness/sync-harness.ts';

let web: Awaited<ReturnType<typeof openWebHarness>>;

beforeAll(async () => {
  web = await openWebHarness();
  await web.harness.sync([
    person(1, { department: 'Sales' }),
    person(2, { department: 'Sales', status: 'on leave', manager: 'E1' }),
    person(3, { department: 'Legal' }),
  ]);
});

const sales = 'where=department%3Ais%3ASales';

describe('filters of the directory', () => {
  test('are added by a form that goes on to an address of its own', async () => {
    const form = await web.viewer.open(`/users?state=active&${sales}&add=status`);
    expect(visibleText(form.text)).toContain(
      'Status is is not is empty is not empty Value Active On leave Terminated Show',
    );
    expect(form.text).toContain('<input type="hidden" name="where" value="department:is:Sales"');
    const sent = await web.viewer.open(
      `/users?state=active&${sales}&add=status&operator=is&value=active&value=on_leave`,
    );
    expect([sent.status, sent.headers.get('Location')]).toEqual([
      303,
      `/${web.slug}/users?state=active&${sales}&where=status%3Aone_of%3Aactive%3B+on_leave`,
    ]);
    const list = await web.viewer.open('/users?where=status:one_of:active;+on_leave');
    expect(rowNames(list.text)).toEqual(['Person 2']);
    expect(visibleText(list.text)).toContain('Status is one of Active or On leave');
  });

  test('keep what was typed when it is refused, beside the sentence that says why', async () => {
    const { status, text } = await web.viewer.open('/users?add=hire_date&operator=before&value=%22soon%22');
    expect(status).toBe(422);
    expect(text).toContain('value="&quot;soon&quot;"');
    expect(text).toContain('aria-describedby="filter-error"');
    expect(visibleText(text)).toContain('Hire date is a date: give a day such as 2026-11-22, not “"soon"”.');
    expect(rowNames(text)).toHaveLength(3);
  });

  test('on an attribute that no longer exists show nobody, and can be removed', async () => {
    const { status, text } = await web.viewer.open(`/users?where=custom.gone:is:x&${sales}`);
    expect(status).toBe(422);
    expect(visibleText(text)).toContain('There is no attribute “gone”, or not any more.');
    expect(rowNames(text)).toEqual([]);
    expect(text).toContain(`href="/${web.slug}/users?${sales}" aria-label="Remove the filter gone"`);
    expect(text).not.toContain('Export CSV');
  });

  test('stay while paging and searching', async () => {
    const { text } = await web.viewer.open(`/users?state=active&${sales}&where=manager:is:person+1`);
    expect(rowNames(text)).toEqual(['Person 2']);
    expect(text).toMatch(/<form class="search"[^>]*>.*?name="where" value="manager:is:person 1".*?name="q"/s);
    expect(text).toContain(`href="/${web.slug}/users?${sales}&amp;where=manager%3Ais%3Aperson+1&amp;state=terminated"`);
  });
});

describe('segments of users', () => {
  test('are saved, overwritten when asked for, renamed and deleted by an admin', async () => {
    const asked = await web.admin.open(`/users/segments/new?${sales}`, true);
    expect(visibleText(asked.text)).toContain('It shows: Department is Sales .');
    const nameless = await web.admin.send('/users/segments', { query: sales, name: ' ' });
    expect([nameless.status, visibleText(await nameless.text())]).toEqual([
      422,
      expect.stringContaining('Give it a name.'),
    ]);
    const saved = await web.admin.send('/users/segments', { query: sales, name: 'Sellers' });
    expect([saved.status, saved.headers.get('Location')]).toEqual([303, `/${web.slug}/users?segment=Sellers`]);
    expect(rowNames((await web.viewer.open('/users?segment=Sellers')).text)).toEqual(['Person 1', 'Person 2']);

    const other = { query: 'where=department:is:Legal', name: 'sellers' };
    const taken = await web.admin.send('/users/segments', other);
    expect(taken.status).toBe(409);
    expect(visibleText(await taken.text())).toContain('Overwrite the segment of this name');
    expect(rowNames((await web.viewer.open('/users?segment=Sellers')).text)).toHaveLength(2);
    expect((await web.admin.send('/users/segments', { ...other, overwrite: 'on' })).status).toBe(303);
    expect(rowNames((await web.viewer.open('/users?segment=Sellers')).text)).toEqual(['Person 3']);

    const [segment] = await web.harness.store.savedFilters.list('users');
    const at = `/users/segments/${segment?.id}`;
    expect((await web.admin.send(`${at}/rename`, { name: 'Lawyers' })).headers.get('Location')).toBe(
      `/${web.slug}/users/segments`,
    );
    const page = visibleText((await web.viewer.open('/users/segments')).text);
    expect(page).toContain('Lawyers Department is Legal ada@acme.example');
    expect(page).not.toContain('Rename');
    expect((await web.viewer.open('/users?segment=Sellers')).status).toBe(422);
    expect((await web.admin.send(`${at}/delete`)).status).toBe(303);
    expect(await web.harness.store.savedFilters.list('users')).toEqual([]);
  });

  test('cannot be changed by a viewer, nor seen by another tenant', async () => {
    await web.admin.send('/users/segments', { query: sales, name: 'Kept' });
    const [{ id } = { id: 0 }] = await web.harness.store.savedFilters.list('users');
    const other = await openWebHarness();
    for (const [who, path] of [
      [web.viewer, '/users/segments'],
      [web.viewer, `/users/segments/${id}/rename`],
      [web.viewer, `/users/segments/${id}/delete`],
      [other.admin, `/users/segments/${id}/rename`],
      [other.admin, `/users/segments/${id}/delete`],
      [web.admin, `/syncs/filters/${id}/delete`],
    ] as const) {
      expect((await who.send(path, { name: 'Mine', query: sales })).status, path).toBe(404);
    }
    expect(await web.harness.store.savedFilters.get(id)).toMatchObject({ name: 'Kept' });
    expect((await other.admin.open('/users?segment=Kept')).status).toBe(422);
  });
});

describe('saved filters of syncs', () => {
  test('open the list that they describe, and are for admins alone', async () => {
    const saved = await web.admin.send('/syncs/filters', { query: 'status=completed&before=9', name: 'Fine' });
    expect(saved.headers.get('Location')).toBe(`/${web.slug}/syncs?status=completed`);
    expect(visibleText((await web.admin.open('/syncs?status=completed')).text)).toContain('Fine Manage saved filters');
    expect(visibleText((await web.admin.open('/syncs/filters')).text)).toContain('Fine Status Completed');
    expect((await web.viewer.open('/syncs/filters')).status).toBe(404);
  });
});

describe('the dialog before an export', () => {
  test('says how many, which, and what stays out, and leads to the file', async () => {
    const { text } = await web.viewer.open(`/users/export?state=active&${sales}`, true);
    expect(visibleText(text)).toContain('This will export 2 users: Active, Department is Sales .');
    expect(visibleText(text)).toContain('Every attribute is in the file.');
    const file = `/${web.slug}/api/v1/users.csv?state=active&amp;where=department%3Ais%3ASales`;
    expect(text).toContain(`href="${file}"`);
    const csv = await web.viewer.open(`/api/v1/users.csv?state=active&${sales}`);
    expect(csv.text.split('\r\n')).toHaveLength(4);
  });

  test('leads back to a list that says what is wrong with its filter', async () => {
    const answer = await web.viewer.open('/users/export?where=custom.gone:is:x');
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      `/${web.slug}/users?where=custom.gone%3Ais%3Ax`,
    ]);
  });
});
