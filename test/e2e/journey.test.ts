import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, poll, STAGE_PEOPLE, type Stage, syncBadge, syncRow, visibleWords, waitForPage } from './stage.ts';

let stage: Stage;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  stage = await openStage();
  ({ page, troubles } = await stage.newPage());
  page.on('load', () => {
    loads += 1;
  });
});
afterAll(() => stage?.close());

const toggle = () => page.getByRole('switch', { name: 'Use received data to update users' });
const dialog = () => page.getByRole('dialog');
const drawer = () => page.locator('#drawer aside');

/** How often a document was loaded: what comes live loads none. */
let loads = 0;

describe('an admin on the way from the first sign-in to one user', () => {
  it('signs in by the form', async () => {
    await stage.signIn(page);
    expect(new URL(page.url()).pathname).toBe('/demo/syncs');
    expect(await visibleWords(page.locator('main'))).toContain('No syncs yet');
  });

  it('makes a dry run, which is what Sync Users offers first, and sees it complete live', async () => {
    // Slow enough for the page to be seen while the sync runs.
    await stage.pointAt('/report?fault=drip&every=200&bytes=30000');
    const before = loads;
    await page.locator('#sync-users').click();
    await dialog().getByRole('heading', { name: 'Sync Users' }).waitFor();
    expect(await toggle().isChecked()).toBe(false);
    await dialog().getByRole('button', { name: 'Start sync' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await page.getByText('Sync 1 started').waitFor();
    await syncBadge(page, 1, 'Running').waitFor();
    await syncBadge(page, 1, 'Completed').waitFor();
    const row = await visibleWords(page.locator('#sync-1'));
    expect(row).toMatch(/2\d\d created 0 updated 0 restored 0 terminated \d+ skipped 1 failed/);
    expect(row).toContain('No dry run');
    expect(loads).toBe(before);
    expect(await stage.users()).toEqual([]);
  });

  it('opens the failed record and reads why, and what came in', async () => {
    await syncRow(page, 1).getByRole('link', { name: '1 failed' }).click();
    await waitForPage(page, 'User Records of sync 1');
    const before = loads;
    await page.locator('tr[data-row] .row-link').click();
    await drawer().getByRole('heading', { name: 'Invalid e-mail' }).waitFor();
    const errors = await visibleWords(page.locator('#drawer'));
    expect(errors).toContain('This is not a valid e-mail address. It needs one @, a domain with a dot, and no spaces.');
    expect(errors).toMatch(/Received "[^"]+ at northwind\.example"/);
    expect(errors).toContain("Expression Emails_group[?Type=='Work'].Email | [0]");
    expect(errors).toContain('Code invalid_email');
    await drawer().getByRole('link', { name: 'Payload' }).click();
    const payload = drawer().getByRole('region', { name: 'Payload' });
    await payload.waitFor();
    const received: unknown = JSON.parse(await visibleWords(payload));
    expect(received).toMatchObject({ Employee_ID: 'E100251', Status: 'Active' });
    expect(loads).toBe(before);
    expect(new URL(page.url()).search).toContain('tab=payload');
  });

  it('runs the sync for real', async () => {
    await stage.pointAt('/report');
    await page.goto(`${stage.at}/syncs`);
    await page.locator('#sync-users').click();
    await toggle().check();
    await dialog().getByRole('button', { name: 'Start sync' }).click();
    await syncBadge(page, 2, 'Completed').waitFor();
    expect(await visibleWords(syncRow(page, 2).locator('[data-label="Is persisted"]'))).toBe('Yes');
    const { summary } = await stage.syncOf(2);
    expect(summary.created).toBeGreaterThan(STAGE_PEOPLE * 0.9);
    expect((await stage.users()).length).toBe(summary.created);
  });

  it('finds somebody by search and opens the profile', async () => {
    const { full_name, email } = (await stage.users())[7] ?? expect.unreachable();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click();
    const search = page.getByRole('searchbox');
    await search.fill(email.toUpperCase());
    await search.press('Enter');
    await poll(() => page.locator('tr[data-row]').count()).toBe(1);
    // Typing and Enter both ask; a row that the second answer replaces under the pointer is not clicked.
    await page.waitForLoadState('networkidle');
    // Anywhere in the row, not on the link.
    await page.getByRole('cell', { name: 'Active' }).click();
    await waitForPage(page, full_name);
    const profile = await visibleWords(page.locator('main'));
    expect(profile).toContain(email);
    expect(profile).toContain('Owned by Workday');
    expect(profile).toMatch(/Sync 2 Created/);
  });

  it('syncs this one person, and sees the latest sync with the person highlighted', async () => {
    const profile = page.url();
    const name = await visibleWords(page.getByRole('heading', { level: 1 }));
    await page.getByRole('link', { name: 'Sync User Data' }).click();
    expect(await toggle().isChecked()).toBe(false);
    await toggle().check();
    await dialog().getByRole('button', { name: 'Start sync' }).click();
    await page.waitForURL(/\/syncs\/3\/records\?user=/);
    await page.locator('.sync-head').getByText('Completed').waitFor();
    await page.goto(profile);
    await page.getByRole('link', { name: 'View Latest User Sync' }).click();
    await page.waitForURL(/\/syncs\/3\/records\?user=/);
    const highlighted = page.locator('tr[aria-current="true"]');
    expect(await visibleWords(highlighted.locator('.row-link'))).toBe(name);
    expect(await page.locator('tr[data-row]').count()).toBe(1);
    expect(await visibleWords(page.locator('.page-context'))).toMatch(/One person: /);
  });

  it('meets no error in the browser', () => expect(troubles).toEqual([]));
});
