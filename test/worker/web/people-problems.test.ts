import { beforeAll, describe, expect, test } from 'vitest';
import { openDesk, wordsOf } from './browsing.ts';
import { current, type Desk, formIn, openForm, SAVE, saidAt } from './mapping-page.ts';

describe('the mapping form says at its field what is wrong, and keeps what was typed:', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  const wrong = async (fields: Record<string, string>) => {
    const typed = { ...(await openForm(desk)), note: 'mine', ...fields, act: 'save' };
    const answer = await desk.admin.send(SAVE, typed);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    const { act: _, ...kept } = typed;
    expect(formIn(html, `/${desk.slug}${SAVE}`)).toEqual(kept);
    expect((await current(desk))?.version).toBe(1);
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
    expect(saidAt(html, 'standard.title.expression')).toMatch(/^Not a valid expression, at character 10: /);
    expect(saidAt(html, 'standard.email.expression')).toBe('Write an expression: nobody is made without an e-mail.');
    expect(saidAt(html, 'custom[0].key')).toMatch(/^Must start with a small letter/);
    expect(saidAt(html, 'custom[0].expression')).toMatch(/at character 3/);
    expect(saidAt(html, 'custom[1].key')).toBe('Is the key of a standard attribute; choose another.');
    expect(saidAt(html, 'custom[1].expression')).toMatch(/^Not a valid expression/);
    expect(saidAt(html, 'create_days_before_hire')).toMatch(/from 0 to 365/);
    expect(saidAt(html, 'standard.full_name.expression')).toBeNull();
    expect(wordsOf(html)).toContain('Nothing was saved. Correct 7 fields');
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
    expect(saidAt(await wrong({ ...types, ...fields }), name)).toBe(sentence);
  });

  test('a note that is too long', async () => {
    expect(saidAt(await wrong({ note: 'n'.repeat(501) }), 'note')).toBe('Use at most 500 characters.');
  });

  test('a part for htmx, without the page around it', async () => {
    const typed = { ...(await openForm(desk)), include: '(', act: 'save' };
    const answer = await desk.admin.send(SAVE, typed, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' });
    const html = await answer.text();
    expect([answer.status, html.startsWith('<div id="mapping">'), html.includes('<html')]).toEqual([422, true, false]);
  });
});
