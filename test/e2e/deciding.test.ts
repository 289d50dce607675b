import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, STAGE_PEOPLE, type Stage, syncBadge, syncRow, visibleWords, waitForPage } from './stage.ts';

let stage: Stage;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  stage = await openStage();
  ({ page, troubles } = await stage.newPage());
  await stage.signIn(page);
});
afterAll(() => stage?.close());

const dialog = () => page.getByRole('dialog');
const head = () => page.getByRole('region', { name: /^Sync \d+$/ });

/** Chooses from the ⋯ menu of a sync. */
async function choose(id: number, word: string) {
  await syncRow(page, id).getByLabel(`Actions for sync ${id}`).click();
  await syncRow(page, id).getByRole('link', { name: word }).click();
}

describe('an admin who decides on a sync', () => {
  it('applies a dry run by Apply this plan: what it said is what happens', async () => {
    const { id, summary } = await stage.sync(false);
    await page.reload();
    await choose(id, 'Apply this plan');
    await dialog().getByText(`This will create ${summary.created} users.`).waitFor();
    await dialog().getByRole('button', { name: 'Apply this plan' }).click();
    await syncBadge(page, id + 1, 'Completed').waitFor();
    expect(await visibleWords(page.locator(`#sync-${id + 1}`))).toContain(`applies the plan of sync ${id}`);
    const applied = await stage.syncOf(id + 1);
    expect(applied).toMatchObject({ persisted: true, summary });
    expect((await stage.users()).length).toBe(summary.created);
  });

  it('reads in numbers whom a plan changes, and who would lose access', async () => {
    // The same company three steps of its history later.
    await stage.pointAt('/report?churn=3');
    const { id, summary } = await stage.sync(false);
    expect(Math.min(summary.created, summary.updated, summary.terminated)).toBeGreaterThan(0);
    await page.goto(`${stage.at}/syncs/${id}/records`);
    await page.locator('#apply-sync').click();
    const count = (number: number) => `${number} user${number === 1 ? '' : 's'}`;
    const without = `create ${count(summary.created)} and update ${count(summary.updated)}`;
    const all = `This will create ${count(summary.created)}, update ${count(summary.updated)} and end access for ${count(summary.terminated)}.`;
    await dialog().getByText(all).waitFor();
    await dialog()
      .getByRole('switch', { name: `Leave out the ${summary.terminated} termination` })
      .check();
    await dialog().getByText(`Without them it will ${without}.`).waitFor();
    await dialog().getByRole('button', { name: 'Apply this plan' }).click();
    // From the records one goes to see the new sync.
    await waitForPage(page, `User Records of sync ${id + 1}`);
    await head().getByText('Completed').waitFor();
    expect(await visibleWords(page.locator('.sync-head'))).toContain(`Plan of Sync ${id}`);
    expect((await stage.users()).filter(({ state }) => state === 'terminated')).toEqual([]);
  });

  it('sees in words why a sync is held, reviews it and rejects it, and nobody has changed', async () => {
    const before = await stage.users();
    await stage.pointAt('/report?fault=half');
    const { id, state } = await stage.sync(true);
    expect(state).toBe('held');
    await page.goto(`${stage.at}/syncs`);
    await syncBadge(page, id, 'Held').waitFor();
    const row = await visibleWords(page.locator(`#sync-${id}`));
    expect(row).toMatch(/This would end access for 1\d\d people of 2\d\d; the limit is 1\d\./);
    expect(row).toContain('No waits for you');
    await page.locator(`#sync-link-${id}`).click();
    await waitForPage(page, `User Records of sync ${id}`);
    await head().getByText('Held', { exact: true }).waitFor();
    const half = STAGE_PEOPLE / 2;
    expect(await visibleWords(page.locator('.sync-head'))).toContain(
      `The feed has ${half} records; the last syncs had`,
    );
    await page.getByRole('link', { name: 'Review and approve' }).click();
    await dialog()
      .getByRole('heading', { name: `Review sync ${id}` })
      .waitFor();
    expect(await visibleWords(page.locator('dialog'))).toMatch(
      /Approving all will .*end access for 1\d\d users\. .*Rejecting applies nothing\./,
    );
    await dialog().getByRole('button', { name: 'Reject' }).click();
    await head().getByText('Cancelled', { exact: true }).waitFor();
    expect(await visibleWords(page.locator('.sync-head'))).toContain('Is persisted No, nothing written');
    expect(await stage.users()).toEqual(before);
  });

  it('is refused in words when somebody was faster, and can close the dialog', async () => {
    const { id } = await stage.sync(true);
    await page.goto(`${stage.at}/syncs`);
    await choose(id, 'Review and approve');
    await dialog().getByRole('button', { name: 'Reject' }).waitFor();
    await stage.reject(id);
    await dialog().getByRole('button', { name: 'Reject' }).click();
    await dialog().getByRole('alert').waitFor();
    expect(await visibleWords(page.locator('dialog [role=alert]'))).toMatch(/does not wait|is not held|cancelled/);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'hidden' });
  });

  it('meets no error in the browser while deciding', () => {
    // The refusal itself, which the browser notes by its status.
    expect(troubles.filter((trouble) => !trouble.includes('409'))).toEqual([]);
  });
});
