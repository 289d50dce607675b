import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { bootstrap } from '../../../src/auth/bootstrap.ts';
import { addAdmin, formRequest, newDeployment, newTenant, PASSWORD } from '../harness/tenant.ts';

const SECRET = 'the-secret-of-a-first-admin';
const deployment = newDeployment(SECRET);
const form = {
  secret: SECRET,
  slug: 'first',
  name: 'First',
  email: 'Ada@First.example',
  password: PASSWORD,
};
const setUp = (fields: Record<string, string>) => deployment.visit('/setup', formRequest(fields));
const withSecret = (secret: string): Env => ({ ...env, BOOTSTRAP_SECRET: secret });
const count = (table: string) => env.DB.prepare(`select count(*) as n from ${table}`).first<number>('n');

describe('set-up by its page', () => {
  test('refuses a wrong secret and makes nothing', async () => {
    const before = await count('tenants');
    const response = await setUp({ ...form, secret: 'wrong-bootstrap-secret' });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('This is not the bootstrap secret');
    expect(await count('tenants')).toBe(before);
  });

  test('says what is wrong beside each field, and never repeats secret or password', async () => {
    const response = await setUp({ ...form, slug: 'api', email: 'ada', password: 'short-pw' });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('This address is taken by Rollcall itself');
    expect(page).toContain('Enter a valid e-mail address');
    expect(page).toContain('Use at least 12 characters');
    expect(page).not.toContain('short-pw');
    expect(page).not.toContain(form.secret);
  });

  test('leaves the secret unused where there are admins', async () => {
    const store = await newTenant('taken');
    await addAdmin(store, 'owner@taken.example', 'admin');
    const before = await count('bootstrap_uses');
    const result = await bootstrap(
      withSecret('secret-of-taken-tenant'),
      { ...form, secret: 'secret-of-taken-tenant', slug: store.tenant.slug },
      null,
      1,
    );
    expect(result).toMatchObject({ ok: false, fault: { code: 'already_set_up' } });
    expect(await store.admins.list()).toHaveLength(1);
    expect(await count('bootstrap_uses')).toBe(before);
  });

  test('works once: the second time is 409 already_set_up', async () => {
    const first = await setUp(form);
    expect([first.status, first.headers.get('Location')]).toEqual([303, '/first/sign-in']);
    const second = await setUp({ ...form, slug: 'second' });
    expect(second.status).toBe(409);
    expect(await second.text()).toContain('This secret has been used');
    expect(await env.DB.prepare("select 1 from tenants where slug = 'second'").first()).toBeNull();
    expect(await (await deployment.visit('/setup')).text()).toContain('Set-up is closed');
  });

  test('lets one of two concurrent requests win', async () => {
    const raced = withSecret('secret-that-two-race-for');
    const race = (slug: string) => bootstrap(raced, { ...form, secret: 'secret-that-two-race-for', slug }, null, 1);
    const results = await Promise.all([race('left'), race('right')]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await count("tenants where slug in ('left', 'right')")).toBe(1);
  });

  test('stays closed while the secret could be guessed', async () => {
    expect(await bootstrap(withSecret(''), { ...form, secret: '', slug: 'guess' }, null, 1)).toMatchObject({
      ok: false,
      fault: { code: 'wrong_credentials' },
    });
    expect(await bootstrap(withSecret('short'), { ...form, secret: 'short', slug: 'guess' }, null, 1)).toMatchObject({
      ok: false,
      fault: { code: 'wrong_credentials' },
    });
  });
});
