import { describe, expect, inject, test } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { auditActions, createApiClient } from '../harness/api-client.ts';

const hr = inject('hr');
const api = (query: string, more: object = {}) => ({
  enabled: true,
  url: `${hr}/api/people?people=40${query}`,
  records: 'data.people',
  auth: { type: 'bearer', token: 'hr-token' },
  ...more,
});
const report = (query: string, more: object = {}) => ({
  enabled: true,
  all_people_url: `${hr}/report?people=40${query}`,
  auth: { type: 'basic', username: 'hr', password: 'hr-secret' },
  ...more,
});

async function tried(kind: string, body: object) {
  const made = await createApiClient();
  const { status, body: test } = await made.call('POST', `/data-sources/${kind}/test`, body);
  expect(status).toBe(200);
  return test;
}

describe('a test of a connection that works', () => {
  test('shows five records raw, and mapped by the mapping in force; nothing is kept', async () => {
    const made = await createApiClient();
    const { call, store } = made;
    await store.mappings.save(
      { source: 'workday', body: mappingSchema.parse(mapping), note: null, createdBy: 'x', createdAt: 1 },
      [],
      0,
    );
    const { body } = await call('POST', '/data-sources/workday/test', report(''));
    expect(body).toMatchObject({
      works: true,
      problem: null,
      people: { estimate: 40, from: 'all' },
      mapping_version: 1,
      exchanges: [{ method: 'GET', url: `${hr}/report?people=…`, status: 200, attempt: 1, waited: 0, count: 1 }],
    });
    const records = body.records as { raw: string; mapped: { attributes: object; errors: object[] } }[];
    expect(records).toHaveLength(5);
    expect(JSON.parse(records[0]?.raw ?? '')).toMatchObject({ Employee_ID: 'E100001' });
    expect(records[0]?.mapped).toMatchObject({ attributes: { employee_id: 'E100001' }, errors: [] });
    expect((await call('GET', '/users')).body.data).toEqual([]);
    expect((await call('GET', '/syncs')).body.data).toEqual([]);
    expect((await call('GET', '/data-sources')).body.data).toEqual([]);
    expect(await auditActions(made)).toContain('admin bot: data_source_tested');
  });

  test('says that there is no mapping yet', async () => {
    const body = await tried('http-api', api(''));
    expect(body).toMatchObject({ works: true, mapping_version: null });
    expect(body.records).toMatchObject([{ mapped: null }, {}, {}, {}, {}]);
  });

  test.each([
    [
      'a large answer whose total stands at its end',
      api('', { url: `${hr}/api/people?people=3000`, total: 'meta.total' }),
      'at_least',
      1,
    ],
    ['pages with a total', paged('meta.next', { total: 'meta.total' }), 'declared', 40],
    ['pages without', paged('meta.next'), 'at_least', 10],
  ])('estimates the number of people from %s', async (_, settings, from, least) => {
    const { people, works } = await tried('http-api', settings);
    expect([works, people]).toEqual([true, { from, estimate: expect.any(Number) }]);
    expect((people as { estimate: number }).estimate).toBeGreaterThanOrEqual(least);
  });

  test('estimates the number of people of a large answer from its length', async () => {
    const feed = `${inject('feeds')}/sized-${crypto.randomUUID()}`;
    const row = (n: number) => ({ id: `E${10_000 + n}`, note: 'x'.repeat(400) });
    const body = JSON.stringify(Array.from({ length: 9000 }, (_, n) => row(n)));
    await fetch(feed, { method: 'PUT', body });
    const settings = { enabled: true, url: feed, records: '', auth: { type: 'none' } };
    expect((await tried('http-api', settings)).people).toEqual({ estimate: 9000, from: 'size' });
  });
});

function paged(path: string, more: object = {}) {
  const url = `${hr}/api/pages?style=cursor&people=40&size=10`;
  return api('', { url, paging: { type: 'cursor', path }, ...more });
}

describe('a test of a connection that does not work', () => {
  const noFeed = `${inject('feeds')}/none`;
  test.each([
    ['refused', api('', { url: inject('closed') }), 'source_unreachable', 'refused the connection'],
    ['unknown', api('', { url: 'http://hr.invalid/' }), 'source_unreachable', 'There is no host named hr.invalid.'],
    [
      'unknown, TLS',
      api('', { url: 'https://hr.invalid/' }),
      'source_unreachable',
      'There is no host named hr.invalid',
    ],
    ['TLS', api('', { url: inject('selfSigned') }), 'source_unreachable', 'No secure connection could be made'],
    ['not TLS', api('', { url: hr.replace('http', 'https') }), 'source_unreachable', 'No secure connection could'],
    ['TLS only', api('', { url: inject('selfSigned').replace('https', 'http') }), 'source_unreachable', 'https://'],
    [
      '401',
      report('', { auth: { type: 'basic', username: 'hr', password: 'wrong-secret' } }),
      'source_refused_credentials',
      'It says: “Invalid user name or password.”. Check the credentials.',
    ],
    ['a sign-in page', report('&fault=html'), 'source_not_json', 'perhaps its sign-in page'],
    ['XML', report('&fault=xml'), 'source_xml', 'Add format=json to the URL of the report.'],
    ['another path', api('', { records: 'data.staff' }), 'records_not_found', '“people”'],
    ['nobody', report('&fault=empty'), 'feed_empty', 'an empty list of people'],
    ['nothing there', api('', { url: noFeed }), 'source_answered_error', '(status 404). It says: “no such feed”.'],
    ['no token', oauth('hr-refresh~gone-7'), 'source_refused_credentials', 'gave no access token (status 400)'],
    [
      'a full first page without the way to the next',
      paged('meta.after', { paging: { type: 'cursor', path: 'meta.after', size_parameter: 'size', size: 10 } }),
      'paging_broken',
      'nothing at “meta.after”, where the next one should be named. Beside the records there is: meta.total, meta.next.',
    ],
  ])('says in words what is wrong: %s', async (_, settings, code, sentence) => {
    const kind = 'all_people_url' in settings ? 'workday' : 'http-api';
    const made = await createApiClient();
    const { body, text } = await made.call('POST', `/data-sources/${kind}/test`, settings);
    expect(body).toMatchObject({ works: false, problem: { code, message: expect.stringContaining(sentence) } });
    expect(body.exchanges).not.toEqual([]);
    expect(text).not.toMatch(/wrong-secret|hr-secret|hr-token|hr-client-secret/);
  });

  test('warns of a path to the next page that leads nowhere, where that page may be the only one', async () => {
    const body = await tried('http-api', paged('meta.after'));
    expect(body).toMatchObject({ works: true, people: { estimate: 10, from: 'all' } });
    expect(body.doubt).toContain('It was taken for the only page.');
    expect((await tried('http-api', paged('meta.next'))).doubt).toBeNull();
  });
});

function oauth(refresh_token?: string, more: object = {}) {
  const client = { token_url: `${hr}/oauth/token`, client_id: 'hr-client', client_secret: 'hr-client-secret' };
  const { client_secret: _, ...kept } = client;
  return report('', {
    auth: { type: 'oauth2_refresh', ...(refresh_token ? { ...client, refresh_token } : kept) },
    ...more,
  });
}

describe('a refresh token that a test uses up', () => {
  const line = () => `hr-refresh~t${crypto.randomUUID().replaceAll('-', '')}`;

  test('is replaced where it is stored, though the settings tested are not saved', async () => {
    const { call } = await createApiClient();
    expect((await call('PUT', '/data-sources/workday', oauth(line()))).status).toBe(200);
    for (const query of ['', '&churn=1', '&churn=2']) {
      const settings = oauth(undefined, { all_people_url: `${hr}/report?people=40${query}` });
      expect((await call('POST', '/data-sources/workday/test', settings)).body).toMatchObject({ works: true });
    }
    expect((await call('GET', '/data-sources/workday')).body.all_people_url).toBe(`${hr}/report?people=40`);
    expect((await call('PUT', '/data-sources/workday', oauth())).status).toBe(200);
    expect((await call('POST', '/data-sources/workday/test', oauth())).body).toMatchObject({ works: true });
  });

  test('is saved as its successor when it is saved afterwards as it was typed', async () => {
    const { call } = await createApiClient();
    const typed = oauth(line());
    expect((await call('POST', '/data-sources/workday/test', typed)).body).toMatchObject({ works: true });
    expect((await call('POST', '/data-sources/workday/test', typed)).body).toMatchObject({ works: true });
    expect((await call('PUT', '/data-sources/workday', typed)).status).toBe(200);
    expect((await call('POST', '/data-sources/workday/test', oauth())).body).toMatchObject({ works: true });
  });
});

test('is not used for settings that are refused as PUT refuses them', async () => {
  const { call } = await createApiClient();
  const refused = await call('POST', '/data-sources/workday/test', report('', { all_people_url: 'x' }));
  expect([refused.status, refused.body.code]).toEqual([422, 'invalid_settings']);
  await call('PUT', '/data-sources/workday', report(''));
  const elsewhere = report('', { all_people_url: 'https://evil.example/', auth: { type: 'basic', username: 'hr' } });
  const kept = await call('POST', '/data-sources/workday/test', elsewhere);
  expect(kept.body).toMatchObject({ code: 'invalid_settings', detail: expect.stringContaining('Enter the password') });
});
