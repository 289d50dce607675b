import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { visualFaults } from './looks.ts';
import { openStage, type Stage, visibleWords, waitForPage } from './stage.ts';

let stage: Stage;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  stage = await openStage(60);
  ({ page, troubles } = await stage.newPage());
});
afterAll(() => stage?.close());

const body = z.record(z.string(), z.unknown());
const mappingSchema = z.looseObject({ standard: body });
const open = (path: string) => page.goto(stage.at + path);
const button = (name: string) => page.getByRole('button', { name, exact: true });
const main = () => visibleWords(page.locator('main'));
const noFaults = async () => expect(await visualFaults(page)).toEqual([]);

/** Saves the mapping with another expression for the department. */
async function mapDepartment(expression: string): Promise<void> {
  const { note: _, ...mapping } = await stage.api(mappingSchema, '/mapping');
  const standard = { ...mapping.standard, department: { expression, null_policy: 'clear' } };
  await stage.api(body, '/mapping', 'PUT', { ...mapping, standard, note: expression });
}

describe('an admin who keeps a value table', () => {
  it('makes one and imports it from CSV, seeing what changes before', async () => {
    await stage.signIn(page);
    await open('/settings/tables');
    await noFaults();
    await page.getByLabel('Name').fill('departments');
    await button('Make the table').click();
    await waitForPage(page, 'departments');
    await noFaults();
    await page.getByRole('link', { name: 'Import CSV' }).click();
    await page.getByLabel('CSV file').setInputFiles({
      name: 'departments.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('\ufeffCode;Name\r\nENGINEERING;Technology\r\nFinance;"Money; and more"\r\n'),
    });
    await page.getByLabel('The first row is a header').check();
    await noFaults();
    await button('Show what changes').click();
    await button('Save these changes').waitFor();
    expect(await main()).toContain('2 rows added.');
    await noFaults();
    await button('Save these changes').click();
    await waitForPage(page, 'departments');
    expect(await page.getByLabel('Value meant, Finance').inputValue()).toBe('Money; and more');
  });

  it('uses it in a mapping, and a dry run says what it lacks', async () => {
    await mapDepartment("lookup(Department, 'departments')");
    await stage.sync(false);
    await open('/syncs/1/records');
    expect(await visibleWords(page.locator('.unmapped'))).toMatch(/^\d+ values are in no table, \d+ people:/);
    await noFaults();
    await page.locator('.unmapped').getByRole('link', { name: 'departments' }).click();
    await waitForPage(page, 'departments');
    await noFaults();
  });

  it('says what the missing ones mean, and the next dry run finds them all', async () => {
    const missing = page.locator('.missing-value');
    const count = await missing.count();
    expect(count).toBeGreaterThan(2);
    for (let at = 0; at < count; at++) await missing.nth(at).getByRole('textbox').fill(`Department ${at}`);
    await button('Add to the table').click();
    await waitForPage(page, 'departments');
    expect(await missing.count()).toBe(0);
    await stage.sync(false);
    await open('/syncs/2/records');
    await page.getByText('Completed').first().waitFor();
    expect(await page.locator('.unmapped').count()).toBe(0);
    await page.locator('tr[data-row] .row-link').first().click();
    await page.locator('#drawer aside').waitFor();
    expect(await visibleWords(page.locator('#drawer'))).toMatch(/Department \d|Technology|Money; and more/);
  });

  it('edits rows, removes one, and finds who changed what', async () => {
    await open('/settings/tables/departments?q=money');
    await page.getByLabel('Value meant, Finance').fill('Finance');
    await button('Save').click();
    await open('/settings/tables/departments');
    expect(await page.getByLabel('Value meant, Finance').inputValue()).toBe('Finance');
    await page.getByLabel('Remove Finance').check();
    await button('Save').click();
    await expect.poll(() => page.getByLabel('Value meant, Finance').count()).toBe(0);
    await page.getByRole('link', { name: 'Versions', exact: true }).click();
    await noFaults();
    await page.locator('#version-4').click();
    await waitForPage(page, 'departments, version 4');
    expect(await main()).toContain('1 row changed');
    await noFaults();
  });

  it('cannot remove it while the mapping uses it', async () => {
    await open('/settings/tables/departments');
    await page.locator('#remove-table').click();
    await page.getByRole('dialog').waitFor();
    expect(await visibleWords(page.getByRole('dialog'))).toContain('The mapping of Workday looks values up');
    await page.keyboard.press('Escape');
  });
});

describe('an admin who wants an earlier mapping back', () => {
  it('goes from the sync to the version it used, and restores the one before', async () => {
    await open('/syncs/1/records');
    await page.getByRole('link', { name: 'mapping 2' }).click();
    await waitForPage(page, 'Mapping version 2');
    expect(await main()).toContain("lookup(Department, 'departments')");
    await noFaults();
    await page.getByRole('link', { name: 'All versions' }).click();
    await noFaults();
    await page.locator('#menu-1').click();
    await page.locator('#restore-1').click();
    await page.getByRole('dialog').waitFor();
    expect(await visibleWords(page.getByRole('dialog'))).toContain('becomes version 3');
    await noFaults();
    await button('Restore version 1').click();
    await waitForPage(page, 'Mapping version 3');
    expect(await main()).toContain('Restored from version 1');
    const mapping = await stage.api(mappingSchema, '/mapping');
    expect(mapping).toMatchObject({ version: 3, standard: { department: { expression: 'Department' } } });
  });

  it('is told of a save in between, and sees the difference as it is now', async () => {
    await open('/settings/mapping/workday/versions/2/restore');
    await mapDepartment('Location');
    await button('Restore version 2').click();
    await page.getByRole('alert').waitFor();
    expect(await main()).toContain('Version 4 is in force now, not 3.');
    expect(await main()).toContain('Location');
    await button('Restore version 2').click();
    await waitForPage(page, 'Mapping version 5');
    // What was refused is the browser's own note of the answer's status.
    expect(troubles.filter((trouble) => !trouble.includes('409'))).toEqual([]);
  });
});

describe('without JavaScript', () => {
  it('a value table is made, edited by rows and removed', async () => {
    const { page: plain } = await stage.newPage({ javaScriptEnabled: false });
    await stage.signIn(plain);
    await plain.goto(`${stage.at}/settings/tables`);
    await plain.getByLabel('Name').fill('codes');
    await plain.getByRole('button', { name: 'Make the table' }).click();
    await plain.getByRole('button', { name: 'More blank rows' }).click();
    await plain.getByLabel('Value received, new row 5').fill('A');
    await plain.getByLabel('Value meant, new row 5').fill('Alpha');
    await plain.getByRole('button', { name: 'Save' }).click();
    expect(await plain.getByLabel('Value meant, A').inputValue()).toBe('Alpha');
    await plain.getByRole('link', { name: 'Remove', exact: true }).click();
    await plain.getByRole('button', { name: 'Remove the table' }).click();
    await plain.getByRole('heading', { level: 1, name: 'Value tables' }).waitFor();
    expect(await plain.getByRole('link', { name: 'codes' }).count()).toBe(0);
  });
});
