import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { visualFaults } from './looks.ts';
import { openStage, poll, type Stage, visibleWords } from './stage.ts';

const attributesSchema = z.looseObject({ department: z.string().optional(), level: z.number().optional() });

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const bar = (page: Page) => page.getByRole('region', { name: 'Filters for users' });

/** Adds a filter by what people see: the menu, the form, Show. */
async function filter(page: Page, field: string, operator: string, value: string): Promise<void> {
  await bar(page)
    .locator('summary', { hasText: /^\s*Filter\s*$/ })
    .click();
  await bar(page).getByRole('link', { name: field, exact: true }).click();
  await page.getByRole('combobox', { name: field }).selectOption({ label: operator });
  await page.getByLabel('Value').fill(value);
  await bar(page).getByRole('button', { name: 'Show' }).click();
}

describe('the way from a filter to an exported file', () => {
  for (const script of [true, false]) {
    const name = script ? 'Sellers of a level' : 'Sellers without a script';

    it(script ? 'with the script' : 'without any script', async () => {
      if (script) await stage.sync(true);
      const { page, troubles } = await stage.newPage({ javaScriptEnabled: script });
      await stage.signIn(page);
      await page.goto(`${stage.at}/users`);
      await filter(page, 'Department', 'is', 'SALES');
      await poll(() => visibleWords(bar(page))).toContain('Department is SALES');
      await filter(page, 'Level', 'is at least', '3');
      await poll(() => visibleWords(bar(page))).toContain('Level is at least 3');
      const wanted = (await stage.users()).filter((user) => {
        const { department, level = 0 } = attributesSchema.parse(user.attributes);
        return department === 'Sales' && level >= 3;
      });
      const emails = wanted.map(({ email }) => email);
      expect(emails.length).toBeGreaterThan(2);
      expect(await page.locator('tr[data-row]').count()).toBe(Math.min(50, emails.length));

      // Back takes the last filter off, forward puts it on again.
      if (script) {
        await page.goBack();
        await page.goBack();
        await poll(() => visibleWords(bar(page))).not.toContain('Level is at least 3');
        await page.goForward();
        await page.goForward();
        await poll(() => visibleWords(bar(page))).toContain('Level is at least 3');
      }

      await page.getByRole('link', { name: 'Save as segment' }).click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.waitForURL(/segment=/);
      const shared = page.url();
      await page.goto(`${stage.at}/users`);
      await page.goto(shared);
      expect(await page.locator('tr[data-row]').count()).toBe(Math.min(50, emails.length));

      await page.getByRole('link', { name: 'Export CSV' }).click();
      await page.getByText(`This will export ${emails.length} users`).waitFor();
      if (script) expect(await visualFaults(page)).toEqual([]);
      const arriving = page.waitForEvent('download');
      await page.locator('a[download]').click();
      const file = await arriving;
      expect(file.suggestedFilename()).toMatch(/^demo-users-\d{4}-\d\d-\d\d[.]csv$/);
      const bytes = readFileSync(await file.path());
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const rows = bytes.subarray(3).toString('utf8').split('\r\n');
      expect(rows[0]).toContain('Full name,Email,Picture URL,Employee ID');
      expect(rows[0]).not.toContain('work_phone');
      expect(rows.slice(1, -1).map((row) => row.split(',')[1])).toEqual(emails);
      expect(troubles).toEqual([]);
    });
  }

  it('looks right with its menus open', async () => {
    const { page } = await stage.newPage();
    await stage.signIn(page);
    for (const path of ['/users?add=status', '/users?add=hire_date&operator=before&value=soon', '/users/segments']) {
      await page.goto(stage.at + path);
      expect(await visualFaults(page), path).toEqual([]);
    }
    await page.goto(`${stage.at}/users?segment=${encodeURIComponent('Sellers of a level')}`);
    await bar(page).locator('summary.filter-saved').click();
    expect(await visualFaults(page)).toEqual([]);
  });
});
