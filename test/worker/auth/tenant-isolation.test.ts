import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { TenantEnv } from '../../../src/auth/actor.ts';
import { requireSession, requireToken, withTenant } from '../../../src/auth/identify.ts';
import { issueToken, revokeToken } from '../../../src/auth/token.ts';
import type { AdminRole } from '../../../src/store/auth/tables.ts';
import type { TenantWriter } from '../../../src/store/open-for-writing.ts';
import type { Tenant } from '../../../src/store/tenants/reader.ts';
import { addAdmin, dumpDatabase, newTenant, ORIGIN, PASSWORD, signIn, visit } from '../harness/tenant.ts';

/** Two doors as other rooms build them: a page for admins, and an API. */
const doors = new Hono<TenantEnv>();
doors.use('/:tenant/*', withTenant);
doors.get('/:tenant/page', requireSession('admin'), (c) => c.json(c.var.actor));
doors.get('/:tenant/people', requireSession('viewer'), (c) => c.json(c.var.actor));
doors.use('/:tenant/api/read', requireToken('viewer'));
doors.use('/:tenant/api/all', requireToken('admin'));
doors.all('/:tenant/api/*', (c) => c.json(c.var.actor));
const knock = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  doors.fetch(new Request(new URL(path, ORIGIN), { method, headers }), env);

const ada = { kind: 'person', label: 'ada@acme.example', role: 'admin' } as const;
const tokenOf = async (store: TenantWriter<Tenant>, role: AdminRole) =>
  (await issueToken(env, store.tenant, ada, { name: `${role} bot`, role }, 1)).text;

async function two() {
  const [a, b] = [await newTenant('a'), await newTenant('b')];
  await addAdmin(a, 'ada@acme.example', 'admin');
  return {
    a,
    b,
    slugA: a.tenant.slug,
    slugB: b.tenant.slug,
    Cookie: await signIn(a.tenant.slug, 'ada@acme.example'),
  };
}

describe('the border between tenants:', () => {
  test('a session of one is 404 in the other, on pages and in the API', async () => {
    const { slugA, slugB, Cookie } = await two();
    expect((await knock(`/${slugA}/page`, { Cookie })).status).toBe(200);
    expect((await knock(`/${slugB}/page`, { Cookie })).status).toBe(404);
    expect((await knock(`/${slugB}/api/read`, { Cookie })).status).toBe(404);
    expect((await visit(`/${slugB}`, { headers: { Cookie } })).status).toBe(404);
  });

  test('a token of one is 404 in the other', async () => {
    const { a, slugA, slugB } = await two();
    const Authorization = `Bearer ${await tokenOf(a, 'admin')}`;
    expect(await (await knock(`/${slugA}/api/all`, { Authorization })).json()).toEqual({
      kind: 'token',
      label: 'admin bot',
      role: 'admin',
    });
    const other = await knock(`/${slugB}/api/all`, { Authorization });
    expect([other.status, other.headers.get('Content-Type')]).toEqual([404, 'application/problem+json']);
    expect(await other.json()).toMatchObject({ code: 'not_found' });
  });

  test('a tenant that does not exist is 404, not a sign-in form', async () => {
    expect((await visit('/nobody')).status).toBe(404);
    expect((await visit('/nobody/sign-in')).status).toBe(404);
  });
});

describe('roles', () => {
  test('a viewer sees 404 where only admins go, and is sent to users', async () => {
    const store = await newTenant('view');
    await addAdmin(store, 'vic@acme.example', 'viewer');
    const { slug } = store.tenant;
    const Cookie = await signIn(slug, 'vic@acme.example');
    expect((await knock(`/${slug}/page`, { Cookie })).status).toBe(404);
    expect((await knock(`/${slug}/people`, { Cookie })).status).toBe(200);
    expect((await visit(`/${slug}`, { headers: { Cookie } })).headers.get('Location')).toBe(`/${slug}/users`);
  });

  test('a viewer token reads, and is told why it does no more', async () => {
    const store = await newTenant('bot');
    const Authorization = `Bearer ${await tokenOf(store, 'viewer')}`;
    expect((await knock(`/${store.tenant.slug}/api/read`, { Authorization })).status).toBe(200);
    const refused = await knock(`/${store.tenant.slug}/api/all`, { Authorization });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'forbidden' });
  });
});

describe('the API by its border', () => {
  test('answers 401 unauthenticated without a good token', async () => {
    const store = await newTenant('none');
    const path = `/${store.tenant.slug}/api/read`;
    const good = await issueToken(env, store.tenant, ada, { name: 'bot', role: 'viewer' }, 1);
    expect((await knock(path, { Authorization: `Bearer ${good.text}` })).status).toBe(200);
    expect(await revokeToken(env, store.tenant, ada, good.token.id, 2)).toBe(true);
    expect(await revokeToken(env, store.tenant, ada, good.token.id, 3)).toBe(false);
    for (const Authorization of ['', 'Bearer', 'Basic abc', `Bearer rc_${'x'.repeat(43)}`, `Bearer ${good.text}`]) {
      const response = await knock(path, Authorization ? { Authorization } : {});
      expect([response.status, response.headers.get('WWW-Authenticate')], Authorization).toEqual([
        401,
        'Bearer realm="rollcall"',
      ]);
      expect(await response.json()).toMatchObject({ code: 'unauthenticated' });
    }
    expect((await store.audit.list(9)).map((entry) => entry.action)).toEqual(['token_revoked', 'token_created']);
  });

  test('takes a session for reading only', async () => {
    const { slugA, Cookie } = await two();
    expect((await knock(`/${slugA}/api/all`, { Cookie })).status).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await knock(`/${slugA}/api/all`, { Cookie }, method)).status, method).toBe(401);
    }
  });
});

describe('the database', () => {
  test('has no password, session or token that could be used', async () => {
    const { a, Cookie } = await two();
    const token = await tokenOf(a, 'admin');
    const stored = await dumpDatabase();
    expect(stored).toContain('scrypt$16384$8$1$');
    expect(stored).toContain('admin bot');
    for (const secret of [PASSWORD, Cookie.split('=')[1] ?? '?', token, token.slice(3)])
      expect(stored).not.toContain(secret);
  });
});
