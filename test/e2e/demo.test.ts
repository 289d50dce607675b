import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mapping } from '../../tools/hr/mapping.ts';
import { apiClient, connectDemo, type Demo, setUpDemo } from '../../tools/start/demo.ts';
import { startFakeHr } from '../fixtures/local-server.ts';
import { accessibilityFaults, openBrowser } from './browser.ts';
import { secrets, startRollcall } from './harness.ts';

const PEOPLE = 50;

let rollcall: Awaited<ReturnType<typeof startRollcall>>;
let hr: Awaited<ReturnType<typeof startFakeHr>>;
let browser: Browser;
let page: Page;
let demo: Demo;

beforeAll(async () => {
  [rollcall, hr, browser] = await Promise.all([startRollcall(), startFakeHr({ people: PEOPLE }), openBrowser()]);
  page = await (await browser.newContext()).newPage();
  demo = await setUpDemo(rollcall.address, secrets.BOOTSTRAP_SECRET);
  await connectDemo(rollcall.address, demo, hr.url, mapping);
});
afterAll(async () => {
  await browser?.close();
  await hr?.[Symbol.asyncDispose]();
  await rollcall?.close();
});

const syncSchema = z.object({
  id: z.number(),
  state: z.string(),
  persisted: z.boolean(),
  summary: z.object({ created: z.number(), failed: z.number() }),
});
const usersSchema = z.object({ data: z.array(z.unknown()) });

describe('the demo that npm start makes', () => {
  it('runs a dry sync of everybody in the fake HR system', async () => {
    const api = apiClient(`${rollcall.address}/demo`, demo.api_token);
    const { id } = await api(syncSchema, '/syncs', 'POST', { persist: false });
    const look = () => api(syncSchema, `/syncs/${id}`);
    await expect.poll(async () => (await look()).state, { timeout: 30_000 }).toBe('completed');
    const { persisted, summary } = await look();
    expect(persisted).toBe(false);
    expect(summary.created).toBeGreaterThan(PEOPLE / 2);
    expect((await api(usersSchema, '/users')).data).toEqual([]);
  });

  it('lets its admin in by the sign-in page', async () => {
    await page.goto(`${rollcall.address}/demo`);
    expect(new URL(page.url()).pathname).toBe('/demo/sign-in');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('E-mail').fill(demo.email);
    await page.getByLabel('Password').fill(demo.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/demo\/syncs/);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
