import { describe, expect, test } from 'vitest';
import { visibleText } from '../harness/browser-session.ts';
import { CsvSyncHarness, numbersTo, peopleFile } from '../harness/csv-harness.ts';
import { addAdmin, newTenant, ORIGIN, signIn, visit } from '../harness/tenant.ts';

async function web(settings: object = { host: null }) {
  const harness = await CsvSyncHarness.openCsv(settings);
  const { slug } = harness.store.tenant;
  await addAdmin(harness.store, 'ada@acme.example', 'admin');
  const Cookie = await signIn(slug, 'ada@acme.example');
  const send = async (fields: Record<string, string | File>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const headers = { Cookie, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' };
    return visit(`/${slug}/settings/integrations/upload`, { method: 'POST', body, headers });
  };
  const open = async (path: string) => (await visit(`/${slug}${path}`, { headers: { Cookie } })).text();
  return { harness, slug, send, open };
}
const file = (text: string) => new File([text], 'november.csv', { type: 'text/csv' });

describe('the page to upload a file', () => {
  test('starts a dry run, and leads to it; the toggle makes it a real one', async () => {
    const { harness, slug, send, open } = await web();
    expect(visibleText(await open('/settings/integrations'))).toContain('Upload a file');
    expect(await open('/settings/integrations/upload')).toContain('enctype="multipart/form-data"');
    const dry = await send({ file: file(peopleFile(numbersTo(3))) });
    expect([dry.status, dry.headers.get('Location')]).toEqual([303, `/${slug}/syncs/1/records`]);
    expect(await harness.waitForSync(1)).toMatchObject({
      state: 'completed',
      persisted: false,
      createdBy: 'ada@acme.example',
    });
    await send({ file: file(peopleFile(numbersTo(3))), persist: 'on' });
    expect(await harness.waitForSync(2)).toMatchObject({ state: 'completed', persisted: true });
    const page = visibleText(await open('/syncs/2/records'));
    expect(page).toContain('november.csv');
    expect(page).toContain('This is the same file, byte for byte, as in the sync before');
    expect(visibleText(await open('/syncs'))).toContain('The same file as in the sync before.');
  });

  test('says what is missing at its field, and keeps the toggle', async () => {
    const { send } = await web();
    const none = await send({ file: new File([], ''), persist: 'on' });
    const text = await none.text();
    expect(none.status).toBe(422);
    expect(text).toContain('aria-describedby="file-hint file-error"');
    expect(text).toMatch(/name="persist"[^>]*checked/);
    const empty = await send({ file: new File([], 'november.csv') });
    expect([empty.status, visibleText(await empty.text())]).toEqual([
      422,
      expect.stringContaining('The file is empty'),
    ]);
  });

  test('refuses where no file is taken, and one that is too large', async () => {
    const { harness, send } = await web();
    const large = await send({ file: file('x'.repeat(25_100_000)) });
    expect([large.status, visibleText(await large.text())]).toEqual([
      413,
      expect.stringContaining('larger than 25 MB'),
    ]);
    await harness.store.dataSources.save({ kind: 'workday', enabled: true, settings: {}, sealed: null }, Date.now());
    const off = await send({ file: file(peopleFile([1])) });
    expect([off.status, visibleText(await off.text())]).toEqual([
      422,
      expect.stringContaining('not the one that is enabled'),
    ]);
  });

  test('is not found by a viewer', async () => {
    const store = await newTenant();
    await addAdmin(store, 'vic@acme.example', 'viewer');
    const { slug } = store.tenant;
    const Cookie = await signIn(slug, 'vic@acme.example');
    expect((await visit(`/${slug}/settings/integrations/upload`, { headers: { Cookie } })).status).toBe(404);
  });
});
