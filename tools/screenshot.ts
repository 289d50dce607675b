/** `node tools/screenshot.ts http://localhost:8787`: fills a fresh demo with some history and takes docs/screenshot.png. */
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { openBrowser } from '../test/e2e/browser.ts';
import { root } from './environment.ts';
import { apiClient, readDemo } from './start/demo.ts';

const demo = readDemo(resolve(root, '.demo.json'));
if (!demo) throw new Error('There is no demo: npm start -- --fresh');
const at = `${process.argv[2] ?? 'http://localhost:8787'}/demo`;

const sourceSchema = z.looseObject({ all_people_url: z.string() });
const syncSchema = z.object({ id: z.number(), state: z.string() });

const call = apiClient(at, demo.api_token);

async function sync(body: { persist: boolean; user?: { employee_id: string } }): Promise<void> {
  const { id } = await call(syncSchema, '/syncs', 'POST', body);
  while (/pending|running/.test((await call(syncSchema, `/syncs/${id}`)).state)) await wait(200);
}

const source = await call(sourceSchema, '/data-sources/workday');
const pointAt = (query: string) =>
  call(sourceSchema, '/data-sources/workday', 'PUT', { ...source, all_people_url: source.all_people_url + query });

for (const [query, persist] of [
  ['', false],
  ['', true],
  ['?churn=1', true],
  ['?churn=3', false],
  ['?churn=3', true],
  ['?churn=3&fault=truncated', true],
  ['?churn=4&fault=half', true],
] as const) {
  await pointAt(query);
  await sync({ persist });
}
await pointAt('');

const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
await page.goto(at);
await page.getByLabel('E-mail').fill(demo.email);
await page.getByLabel('Password').fill(demo.password);
await page.getByRole('button', { name: 'Sign in' }).click();
await page.getByRole('heading', { name: 'People Integration Syncs' }).waitFor();
await page.screenshot({ path: resolve(root, 'docs/screenshot.png') });
await browser.close();
