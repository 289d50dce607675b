import { expect, inject, test } from 'vitest';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { numbersTo, peopleFile } from '../harness/csv-harness.ts';

const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
const at = (kind: string) => `/settings/data-sources/${kind}`;

test('CSV over SFTP: the test asks to confirm the host key, then shows the first rows', async () => {
  const { harness, admin } = await openWebHarness();
  const path = `${crypto.randomUUID()}/people.csv`;
  await fetch(`${inject('sftp').files}/${path}`, { method: 'PUT', body: peopleFile(numbersTo(8)) });
  const typed = {
    _way: 'server',
    host: '127.0.0.1',
    port: String(inject('sftp').port),
    username: 'hr',
    host_key: '',
    path,
    'auth.type': 'password',
    'auth.password': 'hr-secret',
    csv_delimiter: 'auto',
    csv_quotes: 'doubled',
  };
  const first = await (await admin.send(`${at('csv-sftp')}/test`, typed, HTMX)).text();
  expect(visibleText(first)).toContain('which nobody has confirmed yet');
  const [, fingerprint = ''] = /name="confirm_host_key" value="([^"]+)"/.exec(first) ?? [];
  expect(fingerprint).toBe(inject('sftp').hostKey);
  const filled = await admin.send(`${at('csv-sftp')}/fields`, { ...typed, confirm_host_key: fingerprint }, HTMX);
  expect(await filled.text()).toContain(`${fingerprint}</textarea>`);
  const confirmed = { ...typed, host_key: fingerprint };
  const words = visibleText(await (await admin.send(`${at('csv-sftp')}/test`, confirmed, HTMX)).text());
  expect(words).toContain('CSV over SFTP answers as a sync needs it. 8 people.');
  expect(words).toContain('"Full Name": "Person 5"');
  expect(words).toContain('people.csv');
  expect((await admin.send(at('csv-sftp'), confirmed)).status).toBe(303);
  expect(await harness.store.dataSources.get('csv-sftp')).toMatchObject({
    enabled: false,
    settings: { path, port: Number(typed.port) },
  });

  const upload = { _way: 'upload', csv_delimiter: 'semicolon', csv_quotes: 'doubled' };
  expect((await admin.send(at('csv-sftp'), upload)).status).toBe(303);
  const page = await admin.open(at('csv-sftp'));
  expect(page.text).not.toContain('name="host"');
  expect(page.text).toContain('value="semicolon" selected');
});

test('custom integration: the wrapper says which options and secrets there are', async () => {
  const { harness, admin } = await openWebHarness();
  const page = (await admin.open(at('custom'))).text;
  expect(page).toContain('value="northwind"');
  const typed = {
    wrapper: 'northwind',
    'options.url': `${inject('hr')}/signed?people=12&size=5`,
    'options.key_id': 'hr-key',
    'secrets.signing_key': 'hr-signing-key',
  };
  const words = visibleText(await (await admin.send(`${at('custom')}/test`, typed, HTMX)).text());
  expect(words).toContain('Custom integration answers as a sync needs it.');
  expect(words).toContain('Record 5');
  expect((await admin.send(at('custom'), typed)).status).toBe(303);
  expect(await harness.store.dataSources.get('custom')).toMatchObject({ settings: { wrapper: 'northwind' } });
  const again = (await admin.open(at('custom'))).text;
  expect(again).toContain('One is set. Leave this empty to keep it.');
  expect(again).not.toContain('hr-signing-key');
});
