import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from './browser.ts';
import { openStage, poll, type Stage, visibleWords } from './stage.ts';

let stage: Stage;
let page: Page;
let troubles: string[];

const PLACE = '/settings/integrations#people';
const field = (label: string) => page.getByRole('textbox', { name: label, exact: true });
const result = (name: string) => page.locator(`[id="${name}-result"]`);
const TITLE = 'standard.title.expression';
const written = (name: string) => page.locator(`textarea[name="${name}"]`).inputValue();

/** Types into an editor as a person would, in place of what is there. */
async function write(label: string, text: string): Promise<void> {
  await field(label).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** Takes what the editor offers. What has just appeared does not yet take keys: they are for what was typed before. */
async function choose(option: RegExp): Promise<void> {
  await page.getByRole('option', { name: option }).waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
}

async function open(to: Page): Promise<void> {
  await to.goto(stage.at + PLACE);
  await to.getByRole('heading', { name: 'Try on a person' }).waitFor();
  await to.waitForLoadState();
}

beforeAll(async () => {
  stage = await openStage();
  ({ page, troubles } = await stage.newPage());
});
afterAll(() => stage?.close());

describe('the mapping tester', () => {
  it('shows what each expression gives, and how full it is', async () => {
    await stage.sync(true);
    await stage.signIn(page);
    await open(page);
    await poll(() => visibleWords(result('standard.hire_date.expression'))).toMatch(
      /"\d{4}-\d\d-\d\d-08:00" →.*\d{4}-\d\d-\d\d date/,
    );
    await poll(() => visibleWords(page.locator(`[id="${TITLE}-fill"]`))).toMatch(/100 % filled · \d+ different/);
    await page.locator('details.functions summary').click();
    await page.getByText('coalesce(value, …)').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('changes the result while an admin types', async () => {
    const before = await visibleWords(result(TITLE));
    await write('Title', 'upper(Department)');
    await poll(() => visibleWords(result(TITLE))).toMatch(/^[A-Z ]+ text$/);
    expect(await visibleWords(result(TITLE))).not.toBe(before);
    expect(await written(TITLE)).toBe('upper(Department)');
  });

  it('shows a syntax error with its place, in words and under the character', async () => {
    await write('Title', 'upper(Department))');
    await poll(() => visibleWords(result(TITLE))).toMatch(/^At character 18: /);
    await poll(() => page.locator('.cm-lintRange-error').allInnerTexts()).toEqual([')']);
    expect(await accessibilityFaults(page, true)).toEqual([]);
  });

  it('completes a path of the snapshot and the name of a function', async () => {
    await field('Title').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Job_group[0].Job_Fam', { delay: 20 });
    await choose(/Job_group\[0\]\.Job_Family/);
    await poll(() => written(TITLE)).toBe('Job_group[0].Job_Family');
    await poll(() => visibleWords(result(TITLE))).toMatch(/ Family text$/);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('title_c', { delay: 20 });
    await choose(/^title_case/);
    await poll(() => written(TITLE)).toBe('title_case(');
  });

  it('writes the expression of a value that is pressed in the payload', async () => {
    await field('Title').click();
    await page
      .locator('#tester-tree')
      .getByRole('button', { name: /^Level:/ })
      .press('Enter');
    await poll(() => written(TITLE)).toBe('Job_group[0].Level');
    await page
      .locator('#tester-tree')
      .getByRole('button', { name: /^Email: .*northwind/ })
      .click();
    await poll(() => written(TITLE)).toBe("Emails_group[?Type=='Work'].Email | [0]");
    await poll(() => visibleWords(result(TITLE))).toMatch(/@northwind\.example text$/);
  });

  it('lets the keyboard leave the editor by Escape and Tab', async () => {
    await field('Title').click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await poll(() => page.getByLabel('Keep the old value of Title').evaluate((tick) => tick.matches(':focus'))).toBe(
      true,
    );
  });

  it('tries the mapping on another user, found by e-mail, and on a pasted payload', async () => {
    const { email, full_name: name } = (await stage.users())[5] ?? expect.unreachable();
    await page.getByRole('searchbox', { name: 'Find a person in the last snapshot' }).fill(email);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name, exact: true }).click();
    await poll(() => visibleWords(result('standard.full_name.expression'))).toBe(`${name} text`);
    await page.getByText('Paste a payload').click();
    await page.getByLabel(/One JSON object/).fill('{"Location":"Atlantis"}');
    await poll(() => visibleWords(result('standard.location.expression'))).toBe('Atlantis text');
    await poll(() => visibleWords(page.locator('#tester-tree'))).toContain('Pasted payload');
    await page.getByLabel(/One JSON object/).fill('');
    await poll(() => visibleWords(result('standard.full_name.expression'))).toBe(`${name} text`);
  });

  it('accepts a suggestion into its field', async () => {
    await page.getByRole('button', { name: 'Suggest from the last snapshot' }).click();
    await page.getByRole('button', { name: 'Accept for Title' }).click();
    await poll(() => written(TITLE)).toBe('Job_group[0].Title');
  });

  it('pins a payload, and asks before a save maps it to something else', async () => {
    await page.getByRole('button', { name: 'Pin this person' }).click();
    await page.getByRole('button', { name: /^Unpin/ }).waitFor();
    await write('Title', "'Boss'");
    await page.getByRole('button', { name: 'Save mapping' }).click();
    await poll(() => visibleWords(page.locator('.broken-cases'))).toMatch(/: Title is “Boss”, was “.+”/);
    await poll(() => page.locator('.broken-cases').evaluate((box) => box.matches(':focus'))).toBe(true);
    await poll(() => visibleWords(result(TITLE))).toBe('Boss text');
    await page.getByRole('button', { name: 'Save all the same' }).click();
    await page.getByText('Version 2 of the mapping is saved').waitFor();
    await poll(() => written(TITLE)).toBe("'Boss'");
  });

  it('causes no script error and breaks no content security policy', () => {
    // A refused save is an answer, and the browser notes its status.
    expect(troubles.filter((trouble) => !trouble.includes('status of 422'))).toEqual([]);
  });
});

it('works without JavaScript: a button tries what was typed, and nothing is lost', async () => {
  const { page: plain } = await stage.newPage({ javaScriptEnabled: false });
  await stage.signIn(plain);
  await open(plain);
  await plain.getByRole('textbox', { name: 'Department', exact: true }).fill('lower(Company)');
  await plain.getByRole('textbox', { name: 'Location', exact: true }).fill('Location[');
  await plain.getByRole('button', { name: 'Try Department' }).click();
  expect(await visibleWords(plain.locator('[id="standard.department.expression-result"]'))).toMatch(
    /^northwind .+text$/,
  );
  expect(await visibleWords(plain.locator('[id="standard.location.expression-result"]'))).toMatch(/^At character 10: /);
  await plain.getByRole('button', { name: 'Suggest from the last snapshot' }).click();
  await plain.getByRole('button', { name: 'Accept for Location' }).click();
  expect(await plain.getByRole('textbox', { name: 'Location', exact: true }).inputValue()).toBe('Location');
  expect(await plain.getByRole('textbox', { name: 'Department', exact: true }).inputValue()).toBe('lower(Company)');
});
