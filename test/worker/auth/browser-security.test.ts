import { describe, expect, test } from 'vitest';
import { addAdmin, newTenant, PASSWORD, postForm, signIn, visit } from '../harness/tenant.ts';

async function signed() {
  const store = await newTenant('web');
  await addAdmin(store, 'ada@acme.example', 'admin');
  return { store, slug: store.tenant.slug, Cookie: await signIn(store.tenant.slug, 'ada@acme.example') };
}

describe('a request from another site', () => {
  test('cannot post a form', async () => {
    const { slug, Cookie } = await signed();
    const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    const fields = { email: 'ada@acme.example', password: PASSWORD };
    const login = await postForm(`/${slug}/sign-in`, fields, foreign);
    expect([login.status, login.headers.get('Set-Cookie')]).toEqual([403, null]);
    expect((await postForm(`/${slug}/sign-out`, {}, { ...foreign, Cookie })).status).toBe(403);
    expect((await visit(`/${slug}`, { headers: { Cookie } })).headers.get('Location')).toBe(`/${slug}/syncs`);
  });

  test.each([
    ['cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a sibling of the same site', { 'Sec-Fetch-Site': 'same-site' }],
    ['another origin', { Origin: 'https://evil.example' }],
    ['nothing said', {}],
  ])('cannot send JSON along with a session: %s', async (_, headers) => {
    const { slug, Cookie } = await signed();
    const init = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json', Cookie, ...headers } };
    const response = await visit(`/${slug}/sign-out`, init);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('This came from another site');
    expect((await visit(`/${slug}`, { headers: { Cookie } })).headers.get('Location')).toBe(`/${slug}/syncs`);
  });
});

describe('every response', () => {
  test.each(['/', '/setup', '/nobody', '/nobody/at/all'])('%s has the exact security headers', async (path) => {
    const { headers } = await visit(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'cache-control': 'private, no-store',
      vary: 'HX-Request-Type',
    });
  });

  test('has no inline script or style for the policy to refuse', async () => {
    const page = await (await visit('/setup')).text();
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  test('is a page, or a toast for htmx', async () => {
    const page = await (await visit('/nobody')).text();
    expect(page).toMatch(/^<!doctype html><html lang="en">/);
    const part = await (await visit('/nobody', { headers: { 'HX-Request-Type': 'partial' } })).text();
    expect(part).toMatch(/^<div class="toast toast-failed" role="alert">/);
    const restored = await visit('/nobody', { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'full' } });
    expect(await restored.text()).toMatch(/^<!doctype html>/);
  });
});
