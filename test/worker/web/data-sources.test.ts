import { describe, expect, inject, test } from 'vitest';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { people } from '../harness/sync-harness.ts';

const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
const hr = inject('hr');
const WORKDAY = {
  all_people_url: `${hr}/report?people=30`,
  single_person_url: `${hr}/person?people=30&employee_id={employee_id}`,
  format: 'json',
  'auth.type': 'basic',
  'auth.username': 'hr',
  'auth.password': 'hr-secret',
};
const API = {
  url: `${hr}/api/pages?style=cursor&people=30&size=10`,
  single_person_url: '',
  method: 'GET',
  headers: 'X-Api-Key: hr-token\nX-Team: people',
  'auth.type': 'none',
  format: 'json',
  records: 'data.people',
  total: 'meta.total',
  'paging.type': 'cursor',
  'paging.parameter': '',
  'paging.path': 'meta.next',
  'paging.size_parameter': 'size',
  'paging.size': '10',
  'paging.max_pages': '',
};

describe('the cards of data sources', () => {
  test('say how each source is doing, with links to its syncs', async () => {
    const { harness, admin, slug } = await openWebHarness();
    await harness.sync(people(3));
    await harness.serveFeed('<html>sign in</html>');
    await harness.runSync();
    await harness.runSync();
    const { text } = await admin.open('/settings/integrations');
    const words = visibleText(text);
    expect(words).toContain('HTTP API Failing');
    expect(words).toMatch(/Failing since .{0,60} The data source answered with a web page/);
    expect(text).toMatch(new RegExp(`Last sync</dt><dd><a href="/${slug}/syncs/3/records">`));
    expect(text).toMatch(new RegExp(`Last good sync</dt><dd><a href="/${slug}/syncs/1/records">`));
    expect(words).toContain('Workday Not set up');
    expect(words).toContain('SCIM Not available yet');
    await harness.sync(people(3));
    expect(visibleText((await admin.open('/settings/integrations')).text)).toContain('HTTP API Ready');
  }, 20_000);

  test('are for admins; nobody else opens a form either', async () => {
    const { admin, viewer } = await openWebHarness();
    expect((await admin.open('/settings/data-sources/workday')).status).toBe(200);
    for (const path of ['/workday', '/workday/enable', '/orphans', '/orphans/decide'])
      expect((await viewer.open(`/settings/data-sources${path}`)).status, path).toBe(404);
    expect((await viewer.send('/settings/data-sources/workday/test', WORKDAY)).status).toBe(404);
    for (const path of ['/scim', '/nonsense', '/workday/enable'])
      expect((await admin.open(`/settings/data-sources${path}`)).status, path).toBe(404);
  });
});

describe('the form of a data source', () => {
  test('saves what PUT would, keeps what is left empty, and shows no secret', async () => {
    const { harness, admin } = await openWebHarness();
    expect((await admin.send('/settings/data-sources/http-api', { ...API, enabled: 'on' })).status).toBe(303);
    const before = await harness.store.dataSources.get('http-api');
    expect(before).toMatchObject({
      enabled: true,
      settings: {
        url: API.url,
        single_person_url: null,
        headers: { 'x-api-key': null, 'x-team': 'people' },
        total: 'meta.total',
        paging: { type: 'cursor', parameter: 'cursor', path: 'meta.next', size: 10, max_pages: 1000 },
      },
    });
    const { text } = await admin.open('/settings/data-sources/http-api');
    expect(text).toContain('x-api-key:\nx-team: people</textarea>');
    expect(text).not.toContain('hr-token');
    const again = { ...API, enabled: 'on', headers: 'X-Api-Key:', 'paging.size': '20' };
    expect((await admin.send('/settings/data-sources/http-api', again)).status).toBe(303);
    const test = await admin.send('/settings/data-sources/http-api/test', again, HTMX);
    expect(visibleText(await test.text())).toContain('HTTP API answers as a sync needs it. 30 people, as');
  });

  test('says what is wrong at its field, keeps what was typed, and sends no secret back', async () => {
    const { admin } = await openWebHarness();
    const typed = { ...WORKDAY, all_people_url: 'htp:/typo', single_person_url: 'https://hr.example/one' };
    for (const headers of [{}, HTMX]) {
      const answer = await admin.send('/settings/data-sources/workday', typed, headers);
      expect(answer.status).toBe(422);
      const text = await answer.text();
      expect(text).toMatch(/id="all_people_url-error">[\s\S]*The URL must start with https/);
      expect(text).toMatch(/id="single_person_url-error">[\s\S]*needs {employee_id} or {email} in it/);
      expect(text).toContain('value="htp:/typo"');
      expect(text).toContain('Enter it again: what is typed here is never sent back.');
      expect(text).not.toContain('hr-secret');
    }
    const without = await admin.send('/settings/data-sources/workday', { ...WORKDAY, 'auth.password': '' });
    expect(await without.text()).toMatch(/id="auth[.]password-error">[\s\S]*The password is missing. Enter it/);
    const secret = { ...API, method: 'POST', body: '{"apiKey":"abc","page":{page}}' };
    const body = await admin.send('/settings/data-sources/http-api', secret);
    expect(await body.text()).toMatch(/id="body-error">[\s\S]*“apiKey” looks like a secret/);
  });

  test('shows other fields for another choice, with what was typed, also without a script', async () => {
    const { admin } = await openWebHarness();
    const path = '/settings/data-sources/http-api/fields';
    const choice = { ...API, 'auth.type': 'oauth2_refresh', format: 'csv', 'paging.type': 'link', method: 'POST' };
    for (const headers of [{}, HTMX]) {
      const text = await (await admin.send(path, choice, headers)).text();
      for (const name of ['auth.token_url', 'auth.refresh_token', 'csv_quotes', 'body', 'paging.max_pages'])
        expect(text, name).toContain(`name="${name}"`);
      for (const name of ['records', 'paging.path']) expect(text, name).not.toContain(`name="${name}"`);
      expect(text).toContain(API.url.replaceAll('&', '&amp;'));
      expect(text.includes('<html')).toBe(headers !== HTMX);
    }
  });

  test('tests what is typed and keeps nothing of it', async () => {
    const { harness, admin } = await openWebHarness();
    const before = await harness.store.dataSources.list();
    const good = await admin.send('/settings/data-sources/workday/test', WORKDAY);
    const words = visibleText(await good.text());
    expect(words).toContain('Workday answers as a sync needs it. 30 people.');
    expect(words).toContain('There is no mapping for this data source yet');
    expect(words).toContain('"Employee_ID": "E100005"');
    const bad = await admin.send('/settings/data-sources/workday/test', { ...WORKDAY, 'auth.password': 'x' }, HTMX);
    const said = visibleText(await bad.text());
    expect(said).toContain('refused the credentials (status 401). It says: “Invalid user name or password.”');
    expect(said).toContain('Connection log');
    expect(await harness.store.dataSources.list()).toEqual(before);
  });
});
