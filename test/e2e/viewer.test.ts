import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, visibleWords } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage(20);
  ({ page } = await stage.newPage());
});
afterAll(() => stage?.close());

describe('a viewer', () => {
  it('starts at the users, and finds no syncs in the rail', async () => {
    await stage.sync(true);
    await stage.signIn(page, await stage.addViewer());
    expect(new URL(page.url()).pathname).toBe('/demo/users');
    expect(await visibleWords(page.locator('nav[aria-label=Main]'))).toBe('Users');
    expect(await page.locator('tr[data-row]').count()).toBe((await stage.users()).length);
  });

  it('reads a profile without its syncs, and without anything to press', async () => {
    await page.locator('.row-link').first().click();
    await page.getByRole('heading', { name: 'Attributes' }).waitFor();
    expect(await page.getByRole('heading', { name: 'History' }).count()).toBe(0);
    expect(await page.locator('.page-actions').count()).toBe(0);
    expect(await page.locator('a[href*="/syncs"]').count()).toBe(0);
  });

  it('finds no sync at its address, and starts none', async () => {
    const { id } = (await stage.users())[0] ?? expect.unreachable();
    for (const path of ['/syncs', '/syncs/new', '/syncs/1/records', '/syncs/1/records/0', `/users/${id}/sync`]) {
      const answer = await page.goto(stage.at + path);
      expect([path, answer?.status()]).toEqual([path, 404]);
      expect(await visibleWords(page.locator('main'))).not.toContain('Sync Users');
    }
    const statuses = await page.evaluate(async (user) => {
      const send = async (path: string) => (await fetch(path, { method: 'POST', body: new URLSearchParams() })).status;
      return [
        await send('/demo/syncs'),
        await send(`/demo/users/${user}/sync`),
        await send(`/demo/users/${user}/terminate`),
      ];
    }, id);
    expect(statuses).toEqual([404, 404, 404]);
    await page.goto(`${stage.at}/users/${id}`);
    expect(await visibleWords(page.locator('main'))).toContain('Status Active');
  });
});
