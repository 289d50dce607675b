/** `node tools/screenshot.ts http://localhost:8787`: fills a fresh demo with some history and takes docs/screenshot.png. */
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { openBrowser } from '../test/e2e/browser.ts';
import { root } from './environment.ts';
import { readDemo } from './start/demo.ts';

const demo = readDemo(resolve(root, '.demo.json'));
if (!demo) throw new Error('There is no demo: npm start -- --fresh');
const at = `${process.argv[2] ?? 'http://localhost:8787'}/demo`;

const sourceSchema = z.looseObject({ all_people_url: z.string() });
const syncSchema = z.object({ id: z.number(), state: z.string() });

async function ask<Body>(schema: z.ZodType<Body>, path: string, method = 'GET', body?: unknown): Promise<Body> {
  const headers = { authorization: `Bearer ${demo?.api_token}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${at}/api/v1${path}`, { method, headers, ...sent });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
}

async function sync(body: { persist: boolean; user?: { employee_id: string } }): Promise<void> {
  const { id } = await ask(syncSchema, '/syncs', 'POST', body);
  while (/pending|running/.test((await ask(syncSchema, `/syncs/${id}`)).state)) await wait(200);
}

const source = await ask(sourceSchema, '/data-sources/workday');
const pointAt = (query: string) =>
  ask(sourceSchema, '/data-sources/workday', 'PUT', { ...source, all_people_url: source.all_people_url + query });

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
