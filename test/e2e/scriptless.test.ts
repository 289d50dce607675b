import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, poll, type Stage, syncRow, visibleWords } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  ({ page } = await stage.newPage({ javaScriptEnabled: false }));
});
afterAll(() => stage?.close());

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const link = (name: string) => page.getByRole('link', { name, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const toggle = () => page.getByRole('switch');

/** Nothing comes by itself without a script: one looks again. */
const completed = (place: string) =>
  poll(async () => {
    await page.reload();
    return visibleWords(page.locator(place));
  }).toContain('Completed');

describe('a browser without JavaScript', () => {
  it('signs in, starts a dry run on a page of its own, and reads the list', async () => {
    await stage.signIn(page);
    await link('Sync Users').click();
    await heading('Sync Users').waitFor();
    expect(await toggle().isChecked()).toBe(false);
    await link('Cancel').click();
    await link('Sync Users').click();
    await button('Start sync').click();
    await heading('People Integration Syncs').waitFor();
    await completed('#sync-1');
  });

  it('filters records, reads one with its tabs, and closes it', async () => {
    await syncRow(page, 1).getByRole('link', { name: '1 failed' }).click();
    await page.locator('tr[data-row] .row-link').click();
    expect(await visibleWords(page.locator('#drawer'))).toContain('Code invalid_email');
    await link('Payload').click();
    expect(await visibleWords(page.locator('#drawer'))).toContain('"Employee_ID": "E100251"');
    await page.locator('#drawer').getByLabel('Close').click();
    await poll(() => page.locator('#drawer aside').count()).toBe(0);
    await page.locator('summary', { hasText: 'Status' }).click();
    await link('Created').click();
    await poll(() => visibleWords(page.locator('.filters'))).toContain('Status Created');
    expect(await page.locator('tr[data-row] .badge-created').count()).toBeGreaterThan(10);
  });

  it('applies the plan', async () => {
    await link('Apply this plan').click();
    const { summary } = await stage.syncOf(1);
    expect(await visibleWords(page.locator('main'))).toContain(`This will create ${summary.created} users.`);
    await button('Apply this plan').click();
    await heading('User Records of sync 2').waitFor();
    await completed('.sync-head');
    expect((await stage.users()).length).toBe(summary.created);
  });

  it('reviews a held sync and rejects it', async () => {
    await stage.pointAt('/report?fault=half');
    const { id } = await stage.sync(true);
    await page.goto(`${stage.at}/syncs/${id}/records`);
    await link('Review and approve').click();
    expect(await visibleWords(page.locator('main'))).toContain('This would end access for');
    await button('Reject').click();
    expect(await visibleWords(page.locator('.sync-head'))).toContain('Cancelled');
  });

  it('finds a person, syncs them, and ends and restores access', async () => {
    const { full_name: name, email } = (await stage.users())[3] ?? expect.unreachable();
    await link('Users').click();
    await page.getByRole('searchbox').fill(email);
    await page.getByRole('searchbox').press('Enter');
    await link(name).click();
    await link('Sync User Data').click();
    await toggle().check();
    await button('Start sync').click();
    await completed('.sync-head');
    await page.locator('tr[aria-current] .row-link').click();
    await page.locator('#drawer h2').getByRole('link', { name }).click();
    await page.getByLabel(`Actions for ${name}`).click();
    await link('Terminate').click();
    await button('End access').click();
    await heading(name).waitFor();
    expect(await visibleWords(page.locator('main'))).toContain('Status Terminated Ended by hand');
    await page.getByLabel(`Actions for ${name}`).click();
    await link('Restore').click();
    await button('Restore access').click();
    await heading(name).waitFor();
    expect(await visibleWords(page.locator('main'))).toContain('Status Active');
  });

  it('cancels a running sync', async () => {
    await stage.pointAt('/report?fault=stall');
    await page.goto(`${stage.at}/syncs`);
    await link('Sync Users').click();
    await button('Start sync').click();
    const row = page.locator('tbody tr').first();
    await row.locator('summary').click();
    await row.getByRole('link', { name: 'Cancel' }).click();
    await button('Cancel the sync').click();
    await heading(/User Records of sync/).waitFor();
    await poll(async () => {
      await page.reload();
      return visibleWords(page.locator('.sync-head'));
    }).toContain('Cancelled');
  });

  it('signs out', async () => {
    await button('Sign out').click();
    await heading('Sign in').waitFor();
    await page.goto(`${stage.at}/users`);
    await heading('Sign in').waitFor();
  });
});
