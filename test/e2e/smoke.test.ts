import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, openBrowser } from './browser.ts';
import { startRollcall } from './harness.ts';

let rollcall: Awaited<ReturnType<typeof startRollcall>>;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
  page = await (await browser.newContext()).newPage();
});
afterAll(async () => {
  await browser?.close();
  await rollcall?.close();
});

describe('the deployed Worker', () => {
  it('answers a browser with a page', async () => {
    const response = await page.goto(rollcall.address);
    expect(response?.status(), rollcall.logs()).toBeLessThan(500);
    expect(await page.textContent('body')).toContain('Rollcall');
  });

  it('has its tables after the migrations', async () => {
    const { DB } = await rollcall.worker.getEnv();
    expect(await DB.prepare('select count(*) as tenants from tenants').first()).toEqual({ tenants: 0 });
  });
});

describe('the accessibility check of these tests', () => {
  it('finds what is wrong with an inaccessible page', async () => {
    await page.setContent('<title>A page</title><main><h1>Hello</h1><img src="x.png"><input></main>');
    const faults = await accessibilityFaults(page);
    expect(faults).toContain('image-alt: img');
    expect(faults).toContain('label: input');
    expect(faults).toContain('html-has-lang: html');
  });
});
