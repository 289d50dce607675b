import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, poll, type Stage, syncBadge, syncRow, waitForPage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  ({ page } = await stage.newPage());
});
afterAll(() => stage?.close());

const press = (key: string) => page.keyboard.press(key);
const focus = () => page.locator(':focus');
const hasFocus = async (locator: Locator) => (await locator.and(focus()).count()) === 1;
/** ID of what has focus; null for nothing, or for something without one. */
const focused = async () => ((await focus().count()) === 1 ? focus().getAttribute('id') : null);
const toggle = () => page.getByRole('switch');
const dialog = () => page.getByRole('dialog');

/** Goes on with Tab until something has focus; a page of ours has no more stops than this before its table. */
async function tabTo(locator: Locator, most = 30): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await press('Tab');
    if (await hasFocus(locator)) return;
  }
  expect.unreachable(`Tab never came to ${locator}`);
}

describe('an admin without a mouse', () => {
  it('signs in by the keyboard', async () => {
    await page.goto(stage.at);
    // The cursor stands in the first field already.
    await poll(() => hasFocus(page.getByLabel('E-mail'))).toBe(true);
    await page.keyboard.type(stage.demo.email);
    await press('Tab');
    await page.keyboard.type(stage.demo.password);
    await press('Enter');
    await waitForPage(page, 'People Integration Syncs');
  });

  it('skips the navigation by a link', async () => {
    await press('Tab');
    expect(await hasFocus(page.getByRole('link', { name: 'Skip to content' }))).toBe(true);
    await press('Enter');
    await poll(focused).toBe('main');
    await press('Tab');
    expect(await hasFocus(page.getByRole('link', { name: 'People Integration Settings' }))).toBe(true);
    await press('Tab');
    expect(await focused()).toBe('sync-users');
  });

  it('opens the dialog, closes it with Escape and is back where it was', async () => {
    await press('Enter');
    await dialog().waitFor();
    expect(await dialog().locator(':focus').count()).toBe(1);
    await press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    expect(await focused()).toBe('sync-users');
  });

  it('toggles and starts a sync; focus stays while the list counts', async () => {
    await stage.pointAt('/report?fault=drip&every=200&bytes=30000');
    await press('Enter');
    await dialog().waitFor();
    await tabTo(toggle(), 5);
    expect(await toggle().isChecked()).toBe(false);
    await press('Space');
    expect(await toggle().isChecked()).toBe(true);
    await tabTo(dialog().getByRole('button', { name: 'Start sync' }), 5);
    await press('Enter');
    await dialog().waitFor({ state: 'hidden' });
    await syncBadge(page, 1, 'Running').waitFor();
    expect(await focused()).toBe('sync-users');
    await press('j');
    expect(await focused()).toBe('sync-link-1');
    await syncBadge(page, 1, 'Completed').waitFor();
    expect(await focused()).toBe('sync-link-1');
    expect((await stage.syncOf(1)).persisted).toBe(true);
  });

  it('opens a menu, and closes it with Escape', async () => {
    const menu = syncRow(page, 1).getByLabel('Actions for sync 1');
    await tabTo(menu);
    await press('Enter');
    await syncRow(page, 1).getByRole('link', { name: 'View User Records' }).waitFor();
    await press('Escape');
    await syncRow(page, 1).getByRole('link', { name: 'View User Records' }).waitFor({ state: 'hidden' });
    expect(await hasFocus(menu)).toBe(true);
  });

  it('walks the rows with j and k, opens one with Enter, and closes it with Escape', async () => {
    await page.locator('#sync-link-1').focus();
    await press('Enter');
    await waitForPage(page, 'User Records of sync 1');
    const records = page.url();
    for (const key of ['j', 'j', 'j', 'k']) await press(key);
    expect(await focused()).toBe('record-1');
    await press('Enter');
    await page.locator('#drawer aside').waitFor();
    await poll(focused).toBe('drawer-title');
    expect(page.url()).toBe(`${records}/1`);
    await tabTo(page.locator('#tab-payload'), 8);
    await press('Enter');
    await page.getByRole('region', { name: 'Payload' }).waitFor();
    expect(await focused()).toBe('tab-payload');
    await press('Escape');
    await page.locator('#drawer aside').waitFor({ state: 'detached' });
    expect(await focused()).toBe('record-1');
    expect(page.url()).toBe(records);
  });

  it('comes back to the drawer with the back button', async () => {
    await page.goBack();
    await page.locator('#drawer aside').waitFor();
    await page.goBack();
    await page.goBack();
    await page.locator('#drawer aside').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/demo/syncs/1/records');
  });

  it('starts a search with the key /', async () => {
    await press('/');
    await page.keyboard.type('zzz nobody');
    await press('Enter');
    await page.getByText('No record matches these filters').waitFor();
  });
});
