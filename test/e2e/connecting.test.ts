import { afterAll, beforeAll, expect, it } from 'vitest';
import { mapping } from '../../tools/hr/mapping.ts';
import { setUpDemo } from '../../tools/start/demo.ts';
import { startFakeHr } from '../fixtures/local-server.ts';
import { openBrowser } from './browser.ts';
import { secrets, startRollcall } from './harness.ts';
import { visualFaults } from './looks.ts';
import { signIn, visibleWords, waitForPage } from './stage.ts';

let rollcall: Awaited<ReturnType<typeof startRollcall>>;
let hr: Awaited<ReturnType<typeof startFakeHr>>;
let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  [rollcall, hr, browser] = await Promise.all([startRollcall(), startFakeHr({ people: 60 }), openBrowser()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), hr?.[Symbol.asyncDispose](), rollcall?.close()]);
});

it('an HTTP API is set up from nothing: tested, corrected, seen raw and mapped, saved, and run dry', async () => {
  const demo = await setUpDemo(rollcall.address, secrets.BOOTSTRAP_SECRET);
  const at = `${rollcall.address}/demo`;
  // Which values mean what is another page's work.
  await fetch(`${at}/api/v1/mapping?source=http-api`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(mapping),
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  await signIn(page, at, demo);
  await page.goto(`${at}/settings/integrations#data-sources`);
  expect(await visibleWords(page.locator('#data-sources'))).toContain('Take the first one that fits');
  expect(await visualFaults(page)).toEqual([]);
  await page.getByRole('link', { name: 'Set up HTTP API' }).click();
  await waitForPage(page, 'HTTP API settings');

  await page.getByLabel('URL (all people)').fill(`${hr.url}/api/pages?style=cursor&size=20`);
  await page.getByLabel('Token', { exact: true }).fill('hr-token');
  await page.getByLabel('Path to the records').fill('data.staff');
  await page.getByLabel('Paging').selectOption('cursor');
  await page.getByLabel('Path to the next cursor').fill('meta.next');
  const test = page.getByRole('button', { name: 'Test connection' });
  await test.click();
  await page.getByText('There are no records at “data.staff”: “data” has the keys “people”.').waitFor();
  // Other fields were shown and a test was made: what was typed for the token is still there.
  await page.getByLabel('Path to the records').fill('data.people');
  await test.click();
  await page.getByText('HTTP API answers as a sync needs it. At least 20 people; more follow.').waitFor();
  expect(await page.locator('.test-record').count()).toBe(5);
  const first = await visibleWords(page.locator('.test-record').first());
  expect(first).toContain('"Employee_ID": "E100001"');
  expect(first).toContain('Employee ID E100001');
  expect(await visualFaults(page)).toEqual([]);

  await page.getByRole('button', { name: 'Save' }).click();
  await waitForPage(page, 'Integrations');
  expect(await visibleWords(page.locator('#source-http-api'))).toContain('HTTP API Ready');
  await page.goto(`${at}/syncs`);
  await page.locator('#sync-users').click();
  await page.getByRole('button', { name: 'Start sync' }).click();
  await page.locator('#sync-1').locator('.badge').getByText('Completed', { exact: true }).waitFor();
  expect(await visibleWords(page.locator('#sync-1'))).toContain('dry run');

  await page.goto(`${at}/settings/data-sources/workday`);
  await page.getByLabel('Workday URL (all people)').fill(`${hr.url}/report`);
  await page.getByLabel('Username').fill('hr');
  await page.getByLabel('Password').fill('hr-secret');
  await page.getByLabel('Enable Workday integration').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await waitForPage(page, 'Switch to Workday');
  expect(await visibleWords(page.locator('main'))).toContain('HTTP API is on, and 0 active users come from it.');
  await page.getByRole('button', { name: 'Switch to Workday' }).click();
  await waitForPage(page, 'Integrations');
  expect(await visibleWords(page.locator('#data-sources'))).toMatch(/Workday Ready .* HTTP API Off/);
});
