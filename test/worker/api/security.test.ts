import { afterEach, describe, expect, test, vi } from 'vitest';
import { apiApp } from '../../../src/api/app.ts';
import { ADA, createApiClient, createConnectedClient, mockHr, runApiSync } from '../harness/api-client.ts';
import { addAdmin, ORIGIN, signIn, visit } from '../harness/tenant.ts';

afterEach(() => void vi.restoreAllMocks());

/** Every route that is described, with something in its parameters. */
const everyRoute = apiApp.openAPIRegistry.definitions.flatMap((one) =>
  one.type === 'route'
    ? [
        {
          method: one.route.method.toUpperCase(),
          path: one.route.path.replace('/records/{id}', '/records/1-0').replaceAll(/\{\w+\}/g, '1'),
        },
      ]
    : [],
);
const body = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } };
const ask = (method: string, url: string, headers: Record<string, string>) =>
  visit(
    url,
    method === 'GET' || method === 'DELETE'
      ? { method, headers }
      : { ...body, method, headers: { ...body.headers, ...headers } },
  );

const VIEWERS = ['/users', '/users/1', '/users.csv', '/filters', '/openapi.json'];

describe('every route of the API', () => {
  test('is among the sixty that are described', () => expect(everyRoute).toHaveLength(60));

  test.each(everyRoute)('$method $path takes a token, and no other tenant’s', async ({ method, path }) => {
    const [own, other] = [await createApiClient(), await createApiClient()];
    const without = await ask(method, own.root + path, {});
    expect([without.status, without.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer realm="rollcall"']);
    const made = await ask(method, own.root + path, { Authorization: `Bearer rc_${'x'.repeat(43)}` });
    expect(made.status).toBe(401);
    const stranger = await ask(method, own.root + path, { Authorization: `Bearer ${other.token}` });
    expect([stranger.status, stranger.headers.get('Content-Type')]).toEqual([404, 'application/problem+json']);
    expect(await stranger.json()).toMatchObject({ code: 'not_found' });
    const nowhere = await ask(method, `/no-such-tenant/api/v1${path}`, { Authorization: `Bearer ${own.token}` });
    expect([nowhere.status, await nowhere.json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  test.each(everyRoute.filter(({ method, path }) => method !== 'GET' || !VIEWERS.includes(path)))(
    '$method $path is not there for a viewer',
    async ({ method, path }) => {
      const { call } = await createApiClient('viewer');
      const { status, body: problem } = await call(method, path, method === 'GET' ? undefined : {});
      expect([status, problem.detail]).toEqual([404, 'There is nothing at this address.']);
    },
  );
});

describe('a token of a viewer', () => {
  test('reads users and the description', async () => {
    mockHr([ADA]);
    const made = await createConnectedClient();
    await runApiSync(made, { persist: true });
    const { call } = await createApiClient('viewer', made.store);
    for (const path of VIEWERS) expect((await call('GET', path)).status, path).toBe(200);
  });
});

describe('a session', () => {
  test('reads, and never writes', async () => {
    const { store, root, slug } = await createApiClient();
    await addAdmin(store, 'ada@acme.example', 'admin');
    const Cookie = await signIn(slug, 'ada@acme.example');
    expect((await ask('GET', `${root}/settings`, { Cookie })).status).toBe(200);
    const write = await ask('PUT', `${root}/settings`, { Cookie, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' });
    expect(write.status).toBe(401);
  });
});

describe('rows of another tenant in the API', () => {
  test('are not found: syncs, records, payloads, users', async () => {
    mockHr([ADA]);
    const [own, other] = [await createConnectedClient(), await createConnectedClient()];
    await runApiSync(own, { persist: true });
    await runApiSync(own, { persist: true });
    await runApiSync(other, { persist: true });
    for (const path of ['/syncs/2', '/syncs/2/records', '/records/2-0', '/records/2-0/payload']) {
      expect((await own.call('GET', path)).status, path).toBe(200);
      expect((await other.call('GET', path)).status, path).toBe(404);
    }
    const acted = await other.call('POST', '/users/1/terminate');
    expect(acted.body.state).toBe('terminated');
    expect((await own.call('GET', '/users/1')).body.state).toBe('active');
  });
});
