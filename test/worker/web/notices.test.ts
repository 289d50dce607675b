import { expect, test } from 'vitest';
import { BrowserSession, openWebHarness, visibleText } from '../harness/browser-session.ts';
import { addAdmin, newTenant, signIn } from '../harness/tenant.ts';

async function told() {
  const web = await openWebHarness();
  const { store } = web.harness;
  await store.notices.add('wrapper', 'acme', 'The custom integration “acme” can be used now.', 1);
  return web;
}
const noticeIn = (html: string): string => /action="\/[^"]*?(\/notices\/\d+\/dismiss)"/.exec(html)?.[1] ?? '';

test('a notice is on every page of admins until one of them dismisses it', async () => {
  const { admin, viewer } = await told();
  for (const path of ['/syncs', '/users', '/settings/integrations']) {
    const { text } = await admin.open(path);
    expect(visibleText(text), path).toContain('“acme” can be used now. Data sources');
  }
  expect((await viewer.open('/users')).text).not.toContain('can be used now');
  const path = noticeIn((await admin.open('/syncs')).text);
  expect((await viewer.send(path)).status).toBe(404);
  const back = await admin.send(path, {}, { Referer: `https://rollcall.test/${admin.slug}/users?q=a` });
  expect([back.status, back.headers.get('Location')]).toEqual([303, `/${admin.slug}/users?q=a`]);
  expect((await admin.open('/syncs')).text).not.toContain('can be used now');
  // Without script, or from elsewhere: never to another site.
  const away = await admin.send(path, {}, { Referer: `https://evil.example/${admin.slug}/x` });
  expect(away.headers.get('Location')).toBe(`/${admin.slug}/syncs`);
  const swapped = await admin.send(path, {}, { 'HX-Request': 'true' });
  expect([swapped.status, await swapped.text()]).toEqual([200, '']);
});

test('another tenant’s notice is neither shown nor dismissed', async () => {
  const [own, other] = [await told(), await told()];
  const path = noticeIn((await own.admin.open('/syncs')).text);
  await other.admin.send(path);
  expect(visibleText((await own.admin.open('/syncs')).text)).toContain('can be used now');
});

test('without a data source, the page helps to choose one', async () => {
  const store = await newTenant('bare');
  const { slug } = store.tenant;
  await addAdmin(store, 'ada@acme.example', 'admin');
  const admin = new BrowserSession(slug, await signIn(slug, 'ada@acme.example'));
  const page = visibleText((await admin.open('/settings/integrations')).text);
  for (const name of ['Workday', 'SCIM', 'HTTP API', 'CSV over SFTP', 'Custom integration'])
    expect(page).toContain(name);
  expect((await admin.open('/syncs')).text).toContain(`href="/${slug}/settings/integrations#data-sources"`);
});
