import { beforeAll, describe, expect, test } from 'vitest';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import {
  currentMapping,
  fieldError,
  formFields,
  openMappingForm,
  SAVE_MAPPING,
  type WebHarness,
} from '../harness/mapping-form.ts';

describe('the mapping form says at its field what is wrong, and keeps what was typed:', () => {
  let web: WebHarness;
  beforeAll(async () => {
    web = await openWebHarness();
  });
  const wrong = async (fields: Record<string, string>) => {
    const typed = { ...(await openMappingForm(web)), note: 'mine', ...fields, act: 'save' };
    const answer = await web.admin.send(SAVE_MAPPING, typed);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    const { act: _, ...kept } = typed;
    expect(formFields(html, `/${web.slug}${SAVE_MAPPING}`)).toEqual(kept);
    expect((await currentMapping(web))?.version).toBe(1);
    return html;
  };

  test('several expressions and keys at once', async () => {
    const html = await wrong({
      'standard.title.expression': 'Position.',
      'standard.email.expression': '',
      'custom[0].key': 'Level',
      'custom[0].type': 'text',
      'custom[0].expression': 'a = b',
      'custom[1].key': 'title',
      'custom[1].type': 'text',
      'custom[1].expression': '<b>"&\'',
      create_days_before_hire: 'soon',
    });
    expect(fieldError(html, 'standard.title.expression')).toMatch(/^Not a valid expression, at character 10: /);
    expect(fieldError(html, 'standard.email.expression')).toBe(
      'Write an expression: nobody is made without an e-mail.',
    );
    expect(fieldError(html, 'custom[0].key')).toMatch(/^Must start with a small letter/);
    expect(fieldError(html, 'custom[0].expression')).toMatch(/at character 3/);
    expect(fieldError(html, 'custom[1].key')).toBe('Is the key of a standard attribute; choose another.');
    expect(fieldError(html, 'custom[1].expression')).toMatch(/^Not a valid expression/);
    expect(fieldError(html, 'create_days_before_hire')).toMatch(/from 0 to 365/);
    expect(fieldError(html, 'standard.full_name.expression')).toBeNull();
    expect(visibleText(html)).toContain('Nothing was saved. Correct 7 fields');
  });

  test.each([
    [
      'twice the same key',
      { 'custom[0].key': 'a', 'custom[0].expression': 'a', 'custom[1].key': 'a', 'custom[1].expression': 'a' },
      'custom[1].key',
      'a is there twice; each key once.',
    ],
    [
      'a word with two meanings',
      { 'standard.status.values[0].word': 'On', 'standard.status.values[1].word': 'on' },
      'standard.status.values',
      'Gives the word "on" two meanings.',
    ],
    [
      'a word twice',
      { 'standard.status.values[0].word': 'On', 'standard.status.values[1].word': 'On' },
      'standard.status.values[1].word',
      'This word is there twice. Remove one of them.',
    ],
    [
      'words without an expression',
      { 'standard.status.expression': '', 'standard.status.values[0].word': 'On' },
      'standard.status.expression',
      'These words need an expression that gives them. Write one, or remove the words.',
    ],
    [
      'days out of range',
      { create_days_before_hire: '366' },
      'create_days_before_hire',
      'Use a whole number of days from 0 to 365, or leave it empty.',
    ],
    [
      'a custom attribute without an expression',
      { 'custom[0].key': 'a' },
      'custom[0].expression',
      'Write an expression, or remove this row.',
    ],
  ])('a form with %s', async (_, fields, name, sentence) => {
    const types: Record<string, string> = {};
    for (const key of Object.keys(fields)) {
      const [, row] = /^(custom\[\d\])\.key/.exec(key) ?? [];
      if (row) Object.assign(types, { [`${row}.type`]: 'text', [`${row}.expression`]: '' });
      const [, word] = /^(.*values\[(?:\d)\])\.word/.exec(key) ?? [];
      if (word) types[`${word}.status`] = word.includes('[0]') ? 'active' : 'terminated';
    }
    expect(fieldError(await wrong({ ...types, ...fields }), name)).toBe(sentence);
  });

  test('a note that is too long', async () => {
    expect(fieldError(await wrong({ note: 'n'.repeat(501) }), 'note')).toBe('Use at most 500 characters.');
  });

  test('a part for htmx, without the page around it', async () => {
    const typed = { ...(await openMappingForm(web)), include: '(', act: 'save' };
    const answer = await web.admin.send(SAVE_MAPPING, typed, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' });
    const html = await answer.text();
    expect([answer.status, html.startsWith('<div id="mapping">'), html.includes('<html')]).toEqual([422, true, false]);
  });
});
