import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newDeployment, PASSWORD, signIn, visit } from '../harness/tenant.ts';

const SECRET = 'the-secret-of-a-program';
const deployment = newDeployment(SECRET);
const FORM = {
  secret: SECRET,
  tenant: 'first-by-program',
  name: 'First',
  email: 'Ada@First.example',
  password: PASSWORD,
};

const setUp = (body: unknown) =>
  deployment.visit('/setup', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
  });
const tenants = () => env.DB.prepare('select count(*) as n from tenants').first<number>('n');

describe('set-up by a program', () => {
  test('makes a tenant, its admin and a token, once', async () => {
    const before = Number(await tenants());
    const response = await setUp({ ...FORM, token_name: 'Launcher' });
    expect(response.status).toBe(201);
    const made = z
      .strictObject({ tenant: z.string(), admin: z.strictObject({ email: z.string() }), api_token: z.string() })
      .parse(await response.json());
    expect(made).toMatchObject({ tenant: FORM.tenant, admin: { email: 'ada@first.example' } });
    const headers = { Authorization: `Bearer ${made.api_token}` };
    const tokens = await visit(`/${FORM.tenant}/api/v1/tokens`, { headers });
    expect(await tokens.json()).toMatchObject({
      data: [{ name: 'Launcher', role: 'admin', created_by: 'ada@first.example' }],
    });
    expect(await signIn(FORM.tenant, 'ada@first.example')).toContain('rollcall_session=');
    const again = await setUp({ ...FORM, tenant: 'second' });
    expect([again.status, await again.json()]).toMatchObject([409, { code: 'already_set_up' }]);
    expect(await tenants()).toBe(before + 1);
  });
});

describe('set-up by a program refuses', () => {
  test('a wrong secret', async () => {
    const before = await tenants();
    const response = await setUp({ ...FORM, secret: 'wrong-bootstrap-secret' });
    expect([response.status, await response.json()]).toMatchObject([401, { code: 'wrong_credentials' }]);
    expect(await tenants()).toBe(before);
  });

  test.each([
    [{ ...FORM, slug: 'first' }, 'slug'],
    [{ ...FORM, tenant: 'api' }, 'tenant'],
    [{ ...FORM, password: 'short' }, 'password'],
    [{ secret: FORM.secret }, 'tenant'],
  ])('a body that is wrong: %j', async (body, path) => {
    const before = await tenants();
    const response = await setUp(body);
    const problem = await response.text();
    expect(JSON.parse(problem)).toMatchObject({ status: 400, code: 'invalid_body' });
    expect(JSON.parse(problem).errors).toContainEqual(expect.objectContaining({ path }));
    expect(problem).not.toContain(FORM.secret);
    expect(await tenants()).toBe(before);
  });

  test('what is no JSON', async () => {
    const response = await setUp('{"secret":');
    expect([response.status, response.headers.get('Content-Type')]).toEqual([400, 'application/problem+json']);
  });
});
