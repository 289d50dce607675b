import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ApiClient, createApiClient, createConnectedClient, mockHr, runApiSync } from '../harness/api-client.ts';
import { ADA_NAME, BO_NAME, CY_NAME, ED_NAME, VARIED_PEOPLE, WIDE_MAPPING } from '../harness/varied-people.ts';

let made: ApiClient;
let other: ApiClient;

beforeAll(async () => {
  mockHr(VARIED_PEOPLE);
  [made, other] = [await createConnectedClient(), await createConnectedClient()];
  for (const one of [made, other]) {
    expect((await one.call('PUT', '/mapping?source=workday', WIDE_MAPPING)).status).toBe(200);
  }
});
afterAll(() => void vi.restoreAllMocks());

const queryOf = (...wheres: string[]) => new URLSearchParams(wheres.map((where) => ['where', where])).toString();

test('a sync creates the five users whom the segments are tried on', async () => {
  expect(await runApiSync(made, { persist: true })).toMatchObject({ summary: { created: 5 } });
});

describe('a search for users', () => {
  const search = async (text: string) =>
    (await made.call('GET', `/users?search=${encodeURIComponent(text)}`)).body.data?.map(({ full_name }) => full_name);

  test('knows letters beyond ASCII in either case, and is as long as somebody types', async () => {
    expect(await search('BO ÆRØ')).toEqual([BO_NAME]);
    expect(await search('cy "c"')).toEqual([CY_NAME]);
    expect(await search(`${'ø'.repeat(90)}`)).toEqual([]);
  });

  test('finds somebody by an e-mail of old', async () => {
    expect(await search('Maiden@old')).toEqual([]);
    const tenant = made.store.tenant.id;
    const row = [tenant, 'ada.maiden@old.example', tenant * 2 ** 30 + 1, 1];
    await env.DB.prepare('insert into user_aliases (tenant_id, email_key, user_id, since) values (?, ?, ?, ?)')
      .bind(...row)
      .run();
    expect(await search('Maiden@old')).toEqual([ADA_NAME]);
    expect((await other.call('GET', '/users?search=maiden')).body.data).toEqual([]);
  });

  test('finds a name wherever it stands in what is stored', async () => {
    const moved = `json_patch('{"email":"x@acme.example"}', attributes)`;
    await env.DB.prepare(`update users set attributes = ${moved} where tenant_id = ? and email_key = '5@acme.example'`)
      .bind(made.store.tenant.id)
      .run();
    expect(await search('ed')).toContain(ED_NAME);
  });
});

describe('a segment', () => {
  const sales = { list: 'users', name: 'Engineers', query: 'state=active&where=department%3Ais%3AEngineering' };

  test('is saved once a name, used by it, renamed, given another query, and removed', async () => {
    const { call } = made;
    const saved = await call('POST', '/filters', { ...sales, query: `${sales.query}&after=9` });
    expect(saved).toMatchObject({ status: 201, body: { ...sales, created_by: 'admin bot' } });
    const again = await call('POST', '/filters', { ...sales, name: 'ENGINEERS' });
    expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
    const names = async (query: string) =>
      (await call('GET', `/users?${query}`)).body.data?.map(({ full_name }) => full_name);
    expect(await names('segment=engineers')).toEqual([ADA_NAME, BO_NAME]);
    expect(await names(`segment=Engineers&${queryOf('custom.level:at_least:5')}`)).toEqual([ADA_NAME]);
    const at = `/filters/${saved.body.id}`;
    expect((await call('PUT', at, { name: 'Makers' })).body).toMatchObject({ name: 'Makers', query: sales.query });
    expect((await call('GET', '/users?segment=Engineers')).body).toMatchObject({
      status: 422,
      detail: 'There is no segment “Engineers”, or not any more.',
    });
    expect((await call('PUT', at, { query: 'q=bo' })).body.query).toBe('q=bo');
    expect(await names('segment=makers')).toEqual([BO_NAME]);
    expect((await call('POST', '/filters', { ...sales, name: 'Others' })).status).toBe(201);
    expect((await call('PUT', at, { name: 'others' })).status).toBe(409);
    expect((await call('GET', '/filters?list=users')).body.data).toMatchObject([
      { name: 'Makers' },
      { name: 'Others' },
    ]);
    expect((await call('DELETE', at)).status).toBe(204);
    expect((await call('DELETE', at)).status).toBe(404);
    const log = (await made.store.audit.list(4)).map(({ action, detail }) => [action, detail.name]);
    expect(log).toContainEqual(['filter_removed', 'Makers']);
  });

  test.each([
    [{ list: 'users', name: 'x', query: '' }, 422, 'invalid_filter'],
    [{ list: 'users', name: 'x', query: 'where=custom.gone:is:1' }, 422, 'invalid_filter'],
    [{ list: 'syncs', name: 'x', query: `by=${'y'.repeat(5000)}` }, 422, 'invalid_filter'],
    [{ list: 'users', name: ' ', query: 'q=a' }, 400, 'invalid_body'],
    [{ list: 'groups', name: 'x', query: 'q=a' }, 400, 'invalid_body'],
  ])('is refused when it is wrong (case %#)', async (body, status, code) => {
    const refused = await made.call('POST', '/filters', body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });

  test('belongs to one tenant, and a viewer uses it without changing it', async () => {
    const { body } = await made.call('POST', '/filters', { list: 'users', name: 'Ours', query: 'q=ada' });
    await made.call('POST', '/filters', { list: 'syncs', name: 'Held', query: 'status=held' });
    expect((await other.call('GET', '/filters')).body.data).toEqual([]);
    expect((await other.call('PUT', `/filters/${body.id}`, { name: 'Theirs' })).status).toBe(404);
    expect((await other.call('DELETE', `/filters/${body.id}`)).status).toBe(404);
    expect((await other.call('GET', '/users?segment=Ours')).status).toBe(422);
    const viewer = await createApiClient('viewer', made.store);
    const seen = (await viewer.call('GET', '/filters')).body.data?.map(({ list }) => list);
    expect(new Set(seen)).toEqual(new Set(['users']));
    expect((await viewer.call('GET', '/users?segment=Ours')).body.data).toHaveLength(1);
    expect((await viewer.call('POST', '/filters', { list: 'users', name: 'Mine', query: 'q=a' })).status).toBe(404);
    expect((await viewer.call('DELETE', `/filters/${body.id}`)).status).toBe(404);
  });
});
