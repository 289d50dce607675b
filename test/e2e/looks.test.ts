import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overflowFaults, visualFaults } from './looks.ts';
import { openStage, type Stage, syncBadge } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  ({ page } = await stage.newPage());
});
afterAll(() => stage?.close());

const open = (path: string) => page.goto(stage.at + path);
const noFaults = async () => expect(await visualFaults(page)).toEqual([]);

/** Opens a dialog, looks at it, and closes it. */
async function inDialog(opener: string) {
  await page.locator(opener).click();
  await page.getByRole('dialog').waitFor();
  await noFaults();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

describe('in light and dark, wide and narrow, the checks find nothing wrong with', () => {
  it('the pages before signing in', async () => {
    await page.goto(`${stage.rollcall.address}/setup`);
    await noFaults();
    await open('');
    await noFaults();
    await page.getByLabel('E-mail').fill('ada@demo.example');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await noFaults();
  });

  it('pages that have nothing to show', async () => {
    await stage.signIn(page);
    await noFaults();
    await open('/users');
    await noFaults();
    await open('/nothing-here');
    await noFaults();
  });

  it('the list of syncs with every state, its menus and its dialogs', async () => {
    await stage.sync(false);
    await stage.sync(true);
    await stage.pointAt('/report?fault=truncated');
    await stage.sync(true);
    await stage.pointAt('/report?fault=half');
    await stage.sync(true);
    await open('/syncs');
    await noFaults();
    await page.locator('#menu-4').click();
    await noFaults();
    await page.keyboard.press('Escape');
    await page.locator('summary', { hasText: 'Created at' }).click();
    await noFaults();
    await inDialog('#sync-users');
    await open('/syncs?status=held&outcome=failed');
    await noFaults();
  });

  it('a held sync and its actions', async () => {
    await open('/syncs/4/records');
    await page.getByText('Connection log and cost').click();
    await noFaults();
    await inDialog('#review-sync');
    await open('/syncs/4/review');
    await noFaults();
    await open('/syncs/1/records');
    await inDialog('#apply-sync');
  });

  it('a running sync', async () => {
    await stage.reject(4);
    await stage.pointAt('/report?fault=stall');
    await stage.start(true);
    await open('/syncs');
    await syncBadge(page, 5, 'Running').waitFor();
    await noFaults();
    await open('/syncs/5/records');
    await noFaults();
    await inDialog('#cancel-sync');
    await stage.cancel(5);
  });

  it('a record in the drawer with each of its tabs', async () => {
    await open('/syncs/1/records?outcome=failed');
    await page.locator('tr[data-row] .row-link').click();
    await page.getByRole('heading', { name: 'Invalid e-mail' }).waitFor();
    await noFaults();
    await page.locator('#tab-payload').click();
    await page.locator('#payload-text').waitFor();
    await noFaults();
    await open('/syncs/2/records/0?tab=changes');
    await noFaults();
    await page.locator('#tab-history').click();
    await page
      .locator('#drawer')
      .getByRole('table', { name: /^History/ })
      .waitFor();
    await noFaults();
  });

  it('the users, a profile and its dialogs', async () => {
    const { id } = (await stage.users())[5] ?? expect.unreachable();
    await open('/users');
    await noFaults();
    await open(`/users/${id}`);
    await noFaults();
    await inDialog('#sync-user');
    await page.locator('#profile-menu').click();
    await inDialog('#override');
  });
});

describe('the check for overflow', () => {
  it('finds what scrolls sideways and what is cut off', async () => {
    const bare = await (await stage.newPage({ viewport: { width: 390, height: 800 } })).page;
    await bare.setContent(`<main class="m" style="width:120vw">wide</main>
      <div class="b" style="width:99px;overflow:auto"><p style="width:500px">wide</p></div>
      <aside class="d" style="position:fixed;left:300px;width:200px">cut</aside>`);
    expect(await overflowFaults(bare)).toEqual([
      expect.stringMatching(/^the page is \d+ px wide$/),
      'div.b scrolls sideways',
      'aside.d is cut off',
    ]);
  });
});
