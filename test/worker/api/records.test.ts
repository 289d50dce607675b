import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ADA, BO, createApiClient, createConnectedClient, mockHr, runApiSync } from '../harness/api-client.ts';

afterEach(() => void vi.restoreAllMocks());

describe('user records of the API', () => {
  test('of a sync say who, what and why, in the order of the snapshot', async () => {
    const bad = { id: '3', name: 'No Mail' };
    mockHr([ADA, bad, BO]);
    const made = await createConnectedClient();
    await runApiSync(made, { persist: true });
    mockHr([{ ...ADA, level: 4 }, bad, BO]);
    await runApiSync(made, { persist: true });
    const of = async (query: string) => (await made.call('GET', `/syncs/2/records?${query}`)).body;
    expect((await of('')).data).toMatchObject([
      {
        id: '2-0',
        outcome: 'updated',
        persisted: true,
        changes: [{ attribute: 'level', before: 3, after: 4 }],
        user: { id: 1, full_name: ADA.name, email: ADA.mail },
      },
      {
        id: '2-1',
        outcome: 'failed',
        user: null,
        label: { full_name: 'No Mail' },
        errors: [{ code: 'required_missing' }],
      },
      { id: '2-2', outcome: 'skipped', reason: 'unchanged', user: { full_name: BO.name } },
    ]);
    const ids = async (query: string) => (await of(query)).data?.map(({ id }) => id);
    expect(await ids('outcome=skipped')).toEqual(['2-2']);
    expect(await ids('changed=level')).toEqual(['2-0']);
    expect(await ids('changed=title')).toEqual([]);
    expect(await ids('error=required_missing')).toEqual(['2-1']);
    expect(await ids('user=1')).toEqual(['2-0']);
    expect(await of('limit=1')).toMatchObject({ data: [{ id: '2-0' }], next_cursor: '0' });
    expect(await of('limit=1&cursor=0')).toMatchObject({ data: [{ id: '2-1' }], next_cursor: '1' });
    expect(await of('limit=1&cursor=1')).toMatchObject({ data: [{ id: '2-2' }], next_cursor: null });
    expect((await made.call('GET', '/records/2-2')).body).toMatchObject({ sync_id: 2, outcome: 'skipped' });
  });

  test('give the payload back as it came, white space too', async () => {
    const text = '{ "id":"1",\t"name":"Ada Lovelace" , "mail":"ada@acme.example","note":"é\\u00e9" }';
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(`{"Report_Entry":[${text}]}`));
    const made = await createConnectedClient();
    await runApiSync(made, { persist: false });
    const got = await made.call('GET', '/records/1-0/payload');
    expect([got.status, got.type, JSON.parse(got.text)]).toEqual([200, 'application/json', JSON.parse(text)]);
    await made.call('POST', '/syncs/1/apply');
    await expect.poll(async () => (await made.call('GET', '/records/2-0/payload')).text).toBe(got.text);
  });

  test('give a payload that is no JSON as text', async () => {
    const broken = '{"id":"1","name":nope}';
    vi.spyOn(globalThis, 'fetch').mockImplementation(
      async () => new Response(`{"Report_Entry":[${broken},${JSON.stringify(BO)}]}`),
    );
    const made = await createConnectedClient();
    await runApiSync(made, { persist: false });
    const got = await made.call('GET', '/records/1-0/payload');
    expect([got.status, got.type, got.text]).toEqual([200, 'text/plain; charset=utf-8', broken]);
  });

  test('give an absent user’s last payload, and say where it is from', async () => {
    mockHr([ADA, BO]);
    const made = await createConnectedClient();
    await runApiSync(made, { persist: true });
    mockHr([ADA]);
    await runApiSync(made, { persist: false });
    const [gone] = (await made.call('GET', '/syncs/2/records?outcome=terminated')).body.data ?? [];
    expect(gone).toMatchObject({ absent: true, user: { full_name: BO.name } });
    const got = await made.call('GET', `/records/${gone?.id}/payload`);
    expect(JSON.parse(got.text)).toEqual(BO);
    expect(got.headers.get('Content-Location')).toBe(`${made.root}/records/1-1/payload`);
  });

  test('of a single-user sync keep their payload', async () => {
    mockHr([ADA]);
    const made = await createConnectedClient();
    await runApiSync(made, { user: { employee_id: '1' } });
    expect(JSON.parse((await made.call('GET', '/records/1-0/payload')).text)).toEqual(ADA);
  });
});

describe('user records that are not found', () => {
  test.each([
    '/records/1-0',
    '/records/1-0/payload',
    '/records/1',
    '/records/x-y',
    '/records/1-00',
    '/syncs/1/records',
  ])('are answered with 404: %s', async (path) => {
    const { call } = await createApiClient();
    expect((await call('GET', path)).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  test.each(['outcome=gone', 'user=ada', 'error=boom', 'changed=', 'who=1'])(
    'are not looked for with %s',
    async (query) => {
      mockHr([ADA]);
      const made = await createConnectedClient();
      await runApiSync(made, {});
      expect((await made.call('GET', `/syncs/1/records?${query}`)).body).toMatchObject({ code: 'invalid_query' });
    },
  );

  test('say so when a payload is no longer kept', async () => {
    mockHr([ADA]);
    const made = await createConnectedClient();
    await runApiSync(made, {});
    const { objects } = await env.PAYLOADS.list({ prefix: `tenants/${made.store.tenant.id}/` });
    for (const { key } of objects) await env.PAYLOADS.delete(key);
    const { body } = await made.call('GET', '/records/1-0/payload');
    expect(body).toMatchObject({ status: 404, detail: 'This payload is no longer kept.' });
  });
});
