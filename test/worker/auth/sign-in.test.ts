import { describe, expect, test } from 'vitest';
import { addAdmin, newTenant, PASSWORD, postForm, sessionCookie, signIn, visit } from '../harness/tenant.ts';

async function withAdmin() {
  const store = await newTenant('sign');
  await addAdmin(store, 'ada@acme.example', 'admin');
  return { store, slug: store.tenant.slug };
}
const actions = async (store: Awaited<ReturnType<typeof newTenant>>) =>
  (await store.audit.list(20)).map((entry) => entry.action);

describe('sign-in', () => {
  test('starts a session whose cookie stays in its tenant', async () => {
    const { store, slug } = await withAdmin();
    const response = await postForm(`/${slug}/sign-in`, { email: ' ADA@acme.example', password: PASSWORD });
    expect([response.status, response.headers.get('Location')]).toEqual([303, `/${slug}`]);
    expect(response.headers.get('Set-Cookie')?.replace(/=[\w-]{43};/, '=…;')).toBe(
      `rollcall_session=…; Max-Age=43200; Path=/${slug}; HttpOnly; Secure; SameSite=Lax`,
    );
    const home = await visit(`/${slug}`, { headers: { Cookie: sessionCookie(response) } });
    expect([home.status, home.headers.get('Location')]).toEqual([303, `/${slug}/syncs`]);
    expect(await actions(store)).toEqual(['sign_in']);
  });

  test('sets no Secure on plain http, where a browser would drop the cookie', async () => {
    const { slug } = await withAdmin();
    const origin = 'http://rollcall.test';
    const body = { email: 'ada@acme.example', password: PASSWORD };
    const response = await postForm(`${origin}/${slug}/sign-in`, body, { Origin: origin });
    expect(response.headers.get('Set-Cookie')).not.toContain('Secure');
    expect(response.headers.get('Strict-Transport-Security')).toBeNull();
  });

  test('says the same sentence for a wrong e-mail and a wrong password', async () => {
    const { store, slug } = await withAdmin();
    const wrong = async (email: string, password: string) => {
      const response = await postForm(`/${slug}/sign-in`, { email, password });
      return [
        response.status,
        /role="alert".*?<\/svg>(.*?)<\/p>/s.exec(await response.text())?.[1],
        sessionCookie(response),
      ];
    };
    const sentence = [401, 'This e-mail and password do not match.', ''];
    expect(await wrong('ada@acme.example', 'wrong horse battery')).toEqual(sentence);
    expect(await wrong('bob@acme.example', PASSWORD)).toEqual(sentence);
    expect(await actions(store)).toEqual(['sign_in_failed', 'sign_in_failed']);
  });

  // The limiter counts by the clock's minutes: eleven attempts around the turn of one may need a second try.
  test('is throttled by e-mail, with a sentence', { retry: 1 }, async () => {
    const { slug } = await withAdmin();
    const attempt = () => postForm(`/${slug}/sign-in`, { email: 'ada@acme.example', password: 'wrong horse battery' });
    const answers: Response[] = [];
    for (let i = 0; i < 11; i += 1) answers.push(await attempt());
    expect(answers.slice(0, 10).map((answer) => answer.status)).toEqual(Array(10).fill(401));
    expect([answers[10]?.status, answers[10]?.headers.get('Retry-After')]).toEqual([429, '60']);
    expect(await answers[10]?.text()).toContain('Too many attempts. Wait a minute, then try again.');
    expect((await postForm(`/${slug}/sign-in`, { email: 'ada@acme.example', password: PASSWORD })).status).toBe(429);
  });

  test('is throttled by address, whatever the e-mail', { retry: 1 }, async () => {
    const { slug } = await withAdmin();
    const attempt = (i: number) =>
      postForm(
        `/${slug}/sign-in`,
        { email: `p${i}@acme.example`, password: 'wrong horse battery' },
        { 'CF-Connecting-IP': `192.0.2.${slug}` },
      );
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1) statuses.push((await attempt(i)).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
  });

  test('comes back to the page asked for, and to no other site', async () => {
    const { slug } = await withAdmin();
    const asked = await visit(`/${slug}?tab=1`);
    expect(asked.headers.get('Location')).toBe(`/${slug}/sign-in?next=%2F${slug}%3Ftab%3D1`);
    const landing = async (next: string) =>
      (await postForm(`/${slug}/sign-in`, { email: 'ada@acme.example', password: PASSWORD, next })).headers.get(
        'Location',
      );
    expect(await landing(`/${slug}/users?q=ana`)).toBe(`/${slug}/users?q=ana`);
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      `/\\evil.example/${slug}`,
      `/${slug}/../other/x`,
      `/${slug}x`,
    ]) {
      expect(await landing(next), next).toBe(`/${slug}`);
    }
  });

  test('leaves the page when a fragment is asked for without a session', async () => {
    const { slug } = await withAdmin();
    const headers = {
      'HX-Request': 'true',
      'HX-Request-Type': 'partial',
      'HX-Current-URL': `https://rollcall.test/${slug}/users?q=1`,
    };
    const response = await visit(`/${slug}`, { headers });
    expect([response.status, response.headers.get('HX-Redirect')]).toEqual([
      401,
      `/${slug}/sign-in?next=%2F${slug}%2Fusers%3Fq%3D1`,
    ]);
  });
});

describe('sign-out', () => {
  test('ends the session for everybody who has the cookie', async () => {
    const { store, slug } = await withAdmin();
    const Cookie = await signIn(slug, 'ada@acme.example');
    const response = await postForm(`/${slug}/sign-out`, {}, { Cookie });
    expect([response.status, response.headers.get('Location')]).toEqual([303, `/${slug}/sign-in`]);
    expect(response.headers.get('Set-Cookie')).toContain('Max-Age=0');
    const after = await visit(`/${slug}`, { headers: { Cookie } });
    expect(after.headers.get('Location')).toBe(`/${slug}/sign-in?next=%2F${slug}`);
    expect(await actions(store)).toEqual(['sign_out', 'sign_in']);
  });
});
