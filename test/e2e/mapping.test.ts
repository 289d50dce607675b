import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { visualFaults } from './looks.ts';
import { openStage, poll, type Stage, syncBadge, visibleWords, waitForPage } from './stage.ts';

let stage: Stage;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  stage = await openStage();
  ({ page, troubles } = await stage.newPage());
});
afterAll(() => stage?.close());

const drawer = () => page.locator('#drawer aside');
const state = () => visibleWords(page.locator('#schedule-state'));
const button = (name: string) => page.getByRole('button', { name, exact: true });

/** Writes an expression, in a text area or in the editor that stands over it. */
async function write(name: string, text: string) {
  await page.locator(`label[for="${name}"]`).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}
const written = (name: string) =>
  page.locator(`[name="${name}"]`).evaluate((field) => (field as { value?: string }).value);

describe('an admin who changes the mapping', () => {
  it('comes from the list of syncs, and reads that the schedule writes', async () => {
    await stage.sync(true);
    await stage.signIn(page);
    await page.getByRole('link', { name: 'People Integration Settings' }).click();
    await waitForPage(page, 'Integrations');
    expect(new URL(page.url()).hash).toBe('#people');
    expect(await state()).toContain('The schedule writes; its next sync starts');
    expect(await visualFaults(page)).toEqual([]);
  });

  it('reads at its field what is wrong, and keeps what was typed', async () => {
    await write('standard.title.expression', 'Job_group[0');
    await button('Save mapping').click();
    const problems = page.locator('#mapping-problems');
    await problems.waitFor();
    expect(await visibleWords(problems)).toMatch(
      /Nothing was saved\. Correct 1 field: Title: Not a valid expression, at character 12/,
    );
    expect(await written('standard.title.expression')).toBe('Job_group[0');
    expect(await visualFaults(page)).toEqual([]);
  });

  it('adds a custom attribute, moves it up and removes another, without a page load', async () => {
    const rows = () =>
      page.locator('input[name$=".key"]').evaluateAll((all) => all.map((one) => (one as { value?: string }).value));
    await button('Add a custom attribute').click();
    await poll(rows).toEqual(['cost_center', 'level', 'skills', 'work_phone', '']);
    await page.locator('[name="custom[4].key"]').fill('business_title');
    await button('Move custom attribute 5 up').click();
    await poll(rows).toEqual(['cost_center', 'level', 'skills', 'business_title', 'work_phone']);
    await button('Remove level').click();
    await poll(rows).toEqual(['cost_center', 'skills', 'business_title', 'work_phone']);
    await write('custom[2].expression', 'Job_group[0].Title');
    expect(await written('standard.title.expression')).toBe('Job_group[0');
  });

  it('sees what would change for everybody, before anything is saved', async () => {
    await write('standard.title.expression', 'Department');
    await page.locator('#preview').click();
    await drawer().getByRole('button', { name: 'Save this mapping' }).waitFor();
    const words = await visibleWords(drawer());
    expect(words).toMatch(
      /Business title 2\d\d people Title 2\d\d people|Title 2\d\d people Business title 2\d\d people/,
    );
    expect(words).toMatch(/Updated the first 5 of 2\d\d/);
    expect(await visualFaults(page)).toEqual([]);
    const { data } = await stage.api(
      z.object({ data: z.array(z.looseObject({ trigger: z.string() })) }),
      '/syncs?limit=1',
    );
    expect(data).toMatchObject([{ trigger: 'preview', persisted: false }]);
    await drawer().getByRole('link', { name: 'Title', exact: true }).click();
    await waitForPage(page, 'User Records of sync 2');
    await page.goBack();
    await waitForPage(page, 'Integrations');
  });

  it('saves it, and is told that the schedule waits for a look at a dry run', async () => {
    await page.goto(`${stage.at}/settings/integrations/preview/2`);
    await drawer().getByRole('button', { name: 'Save this mapping' }).click();
    await page.getByText('Version 2 of the mapping is saved.').waitFor();
    expect(await state()).toContain(
      'The schedule writes again once an admin has looked at one dry run begun after that',
    );
    await button('Start a dry run').click();
    await waitForPage(page, 'People Integration Syncs');
    await syncBadge(page, 3, 'Completed').waitFor();
    await page.goto(`${stage.at}/settings/integrations`);
    await page.getByRole('link', { name: 'Look at sync 3' }).click();
    await waitForPage(page, 'User Records of sync 3');
    // What the preview said is what the dry run says.
    const [preview, dry] = await Promise.all([stage.syncOf(2), stage.syncOf(3)]);
    expect(dry.summary.updated).toBe(preview.summary.updated);
    expect(await visibleWords(page.locator('.sync-head'))).toContain('Workday, mapping 2');
    await page.goto(`${stage.at}/settings/integrations`);
    expect(await state()).toContain('The schedule writes; its next sync starts');
  });

  it('meets another admin who saved first: both texts, and each is kept where it is chosen', async () => {
    const body = z.looseObject({ version: z.number(), note: z.string().nullable() });
    const theirs = await stage.api(body, '/mapping');
    await stage.api(body, '/mapping', 'PUT', { ...theirs, include: "Country != 'XX'", note: 'No test people' });
    await write('standard.location.expression', 'Country');
    await button('Save mapping').click();
    await page.getByText('Their note: No test people').waitFor();
    expect(await visibleWords(page.locator('.conflict'))).toMatch(/Location changed by you .* Include changed by them/);
    expect(await visualFaults(page)).toEqual([]);
    await button('Save on top of version 3').click();
    await page.getByText('Version 4 of the mapping is saved.').waitFor();
    expect(await stage.api(body, '/mapping')).toMatchObject({
      version: 4,
      include: "Country != 'XX'",
      standard: { location: { expression: 'Country' } },
    });
  });

  it('changes the schedule and reads when it runs next', async () => {
    await page.getByLabel('Sync interval').selectOption('6');
    await page.getByLabel('Time zone').fill('Asia/Kolkata');
    await button('Save schedule').click();
    await page.locator('#schedule').getByText('Saved').waitFor();
    expect(await visibleWords(page.locator('.next-runs'))).toMatch(
      /UTC Asia\/Kolkata Starts .*(00:00|06:00|12:00|18:00)/,
    );
    await page.getByLabel('Time zone').fill('Nowhere');
    await button('Save schedule').click();
    await page.getByText('This is not the name of a time zone').waitFor();
    expect(await visualFaults(page)).toEqual([]);
    // What was refused is said by the browser too, as a failed request; nothing else may be.
    expect(troubles.filter((trouble) => !/status of (409|422)/.test(trouble))).toEqual([]);
  });
});
