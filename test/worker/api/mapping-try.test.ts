import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  ADA,
  API_MAPPING,
  BO,
  createApiClient,
  createConnectedClient,
  mockHr,
  runApiSync,
} from '../harness/api-client.ts';

afterEach(() => void vi.restoreAllMocks());

const at = '/mapping/try?source=workday';
const one = (expression: string) => ({ standard: { title: { expression } } });

async function withSnapshot(people = [ADA, BO]) {
  mockHr(people);
  const made = await createConnectedClient();
  await runApiSync(made, { persist: true });
  return made;
}

describe('trying a mapping', () => {
  test('works on a record of the snapshot, and on a payload that is sent along', async () => {
    const { call } = await withSnapshot();
    const record = (await call('GET', '/syncs/1/records')).body.data?.[0]?.id;
    const tried = await call('POST', at, { mapping: one('name'), record });
    expect(tried.body.data).toEqual([
      {
        path: 'standard.title.expression',
        becomes: 'text',
        refusal: null,
        raw: '"Ada Lovelace"',
        value: 'Ada Lovelace',
        error: null,
        unmapped: [],
      },
    ]);
    const pasted = await call('POST', at, { mapping: one('job'), payload: { job: 'Rep' } });
    expect(pasted.body.data).toMatchObject([{ value: 'Rep' }]);
    const long = await call('POST', at, { mapping: one('id'), payload: '{"id":1234567890123456789}' });
    expect(long.body.data).toMatchObject([{ value: '1234567890123456789' }]);
  });

  test('says the place of what does not compile', async () => {
    const { call } = await createApiClient();
    const { body } = await call('POST', at, { mapping: one('a['), payload: {} });
    expect(body.data).toMatchObject([{ refusal: { position: 2 }, value: null }]);
  });

  test('looks things up in the tables in force', async () => {
    const { call, store } = await createApiClient();
    await env.DB.prepare(
      `insert into value_tables (tenant_id, name, version, entries, created_by, created_at) values (?, 'titles', 1, '{"R":"Rep"}', 'ada', 1)`,
    )
      .bind(store.tenant.id)
      .run();
    const { body } = await call('POST', at, { mapping: one("lookup(t, 'titles')"), payload: { t: 'r' } });
    expect(body.data).toMatchObject([{ value: 'Rep' }]);
    const other = await call('POST', at, { mapping: one("lookup(t, 'others')"), payload: { t: 'r' } });
    expect(other.body.data).toMatchObject([{ refusal: { position: 10 } }]);
  });

  test.each([
    [{ mapping: {} }, 400, 'invalid_body'],
    [{ mapping: {}, record: '1-0', payload: {} }, 400, 'invalid_body'],
    [{ mapping: {}, record: 'x' }, 400, 'invalid_body'],
    [{ mapping: [], payload: {} }, 400, 'invalid_body'],
    [{ mapping: {}, payload: '{"a":' }, 400, 'invalid_body'],
    [{ mapping: {}, payload: 'x'.repeat(70_000) }, 400, 'invalid_body'],
    [{ mapping: {}, record: '99-0' }, 404, 'not_found'],
  ])('is refused: %j', async (body, status, code) => {
    const { call } = await createApiClient();
    expect((await call('POST', at, body)).body).toMatchObject({ status, code });
  });

  test('says nothing of another tenant’s record', async () => {
    await withSnapshot();
    const { call } = await createConnectedClient();
    expect((await call('POST', at, { mapping: one('name'), record: '1-0' })).status).toBe(404);
  });

  test.each([
    ['deep', `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`],
    ['a huge list', JSON.stringify({ a: Array.from({ length: 15_000 }, () => 1) })],
    ['__proto__', '{"__proto__":{"a":1},"constructor":{"prototype":1}}'],
    ['half a surrogate pair', '{"a":"\\ud800"}'],
    ['no object', '[[[]]]'],
  ])('answers a payload that is %s, in time', async (_, payload) => {
    const { call } = await createApiClient();
    const begun = Date.now();
    for (const text of ['a', 'a[].b[]', '*.*.*', 'map(&@, a || `[]`)', 'x'.repeat(10_000), '['.repeat(10_000)]) {
      const { status } = await call('POST', at, { mapping: one(text), payload });
      expect(status).toBe(200);
    }
    expect(Date.now() - begun).toBeLessThan(3000);
  });
});

describe('suggestions', () => {
  test('come from the last complete snapshot, and say how many people it had', async () => {
    const { call } = await withSnapshot();
    const { body } = await call('GET', '/mapping/suggestions');
    expect(body).toMatchObject({ sync_id: 1, people: 2, read: 2 });
    expect(body.data).toContainEqual({
      attribute: 'email',
      expression: 'mail',
      filled: 2,
      sample: '"ada@acme.example"',
    });
    const rates = await call('GET', '/mapping/fill-rates');
    expect(rates.body).toMatchObject({
      version: 1,
      people: 2,
      counted: 2,
      attributes: { full_name: { filled: 2, distinct: 2, failed: 0 }, level: { filled: 2, distinct: 2 } },
    });
  });

  test('stand beside fill rates that are counted once for a snapshot and a version', async () => {
    const { call, store } = await withSnapshot();
    const first = await call('GET', '/mapping/fill-rates');
    await call('PUT', '/mapping', { ...API_MAPPING, custom: [] });
    const second = await call('GET', '/mapping/fill-rates');
    expect([first.body.version, second.body.version]).toEqual([1, 2]);
    expect(Object.keys(Object(second.body.attributes))).not.toContain('level');
    const { objects } = await env.PAYLOADS.list({ prefix: `tenants/${store.tenant.id}/syncs/` });
    await env.PAYLOADS.delete(objects.map(({ key }) => key).filter((key) => key.endsWith('.ndjson')));
    // Whoever counted now would find nothing to count.
    expect((await call('GET', '/mapping/fill-rates')).body).toEqual(second.body);
  });

  test('are not there without a snapshot', async () => {
    const { call } = await createConnectedClient();
    expect((await call('GET', '/mapping/suggestions')).status).toBe(404);
    expect((await call('GET', '/mapping/fill-rates')).status).toBe(404);
  });
});

describe('pinned payloads', () => {
  const changed = {
    ...API_MAPPING,
    custom: [],
    standard: { ...API_MAPPING.standard, full_name: { expression: 'id' } },
  };

  test('make a save ask first that maps one of them to something else', async () => {
    const { call } = await withSnapshot();
    const pinned = await call('POST', '/mapping/cases', { record: '1-0' });
    expect(pinned.body).toMatchObject({ label: 'Ada Lovelace', expected: { attributes: { level: 3 } } });
    expect((await call('PUT', '/mapping', { ...API_MAPPING, note: 'the same' })).status).toBe(200);
    const refused = await call('PUT', '/mapping', changed);
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'cases_changed',
      details: { cases: ['Ada Lovelace: Full name is “1”, was “Ada Lovelace”; level is nothing, was “3”'] },
    });
    expect((await call('GET', '/mapping')).body.version).toBe(2);
    expect((await call('PUT', '/mapping', { ...changed, accept_cases: true })).body.version).toBe(3);
    // What was accepted is expected from then on.
    expect((await call('PUT', '/mapping', changed)).body.version).toBe(4);
    // An earlier version that comes back is asked about in the same way.
    const restore = '/mapping/versions/1/restore';
    expect((await call('POST', restore, {})).body.code).toBe('cases_changed');
    expect((await call('POST', restore, { accept_cases: true })).body.version).toBe(5);
    expect((await call('PUT', '/mapping', changed)).status).toBe(409);
    await call('DELETE', `/mapping/cases/${pinned.body.id}`);
    expect((await call('PUT', '/mapping', changed)).status).toBe(200);
  });

  test('make a save say why when one of them would fail', async () => {
    const { call } = await withSnapshot();
    await call('POST', '/mapping/cases', { label: 'The boss', payload: ADA });
    const failing = { ...API_MAPPING, standard: { ...API_MAPPING.standard, email: { expression: 'name' } } };
    const { body } = await call('PUT', '/mapping', failing);
    expect(body.details).toMatchObject({ cases: [expect.stringMatching(/^The boss: Email fails: .+e-mail/)] });
  });

  test('are at most twenty, and of one tenant only', async () => {
    const { call } = await createConnectedClient();
    for (let n = 0; n < 20; n++) expect((await call('POST', '/mapping/cases', { payload: ADA })).status).toBe(201);
    expect((await call('POST', '/mapping/cases', { payload: ADA })).body.code).toBe('cases_full');
    const { data = [] } = (await call('GET', '/mapping/cases')).body;
    expect(data).toHaveLength(20);
    const other = await createConnectedClient();
    expect((await other.call('GET', '/mapping/cases')).body.data).toEqual([]);
    expect((await other.call('DELETE', `/mapping/cases/${data[0]?.id}`)).status).toBe(404);
    expect((await call('GET', '/mapping/cases')).body.data).toHaveLength(20);
  });

  test('need a mapping', async () => {
    const { call } = await createApiClient();
    const refused = await call('POST', '/mapping/cases?source=workday', { payload: ADA });
    expect(refused.body).toMatchObject({ status: 409, code: 'mapping_missing' });
  });
});
