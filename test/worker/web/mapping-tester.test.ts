import { describe, expect, test } from 'vitest';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { PLAIN_MAPPING, people } from '../harness/sync-harness.ts';

const at = '/settings/integrations';
const partial = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
/** The form as a browser sends it, with what a test changes. */
const form = (more: Record<string, string> = {}): Record<string, string> => ({
  source: 'http-api',
  version: '1',
  ...Object.fromEntries(
    Object.entries(PLAIN_MAPPING.standard).map(([key, { expression }]) => [`standard.${key}.expression`, expression]),
  ),
  ...more,
});

async function web() {
  const opened = await openWebHarness();
  await opened.harness.sync(people(3));
  const tried = async (more: Record<string, string>) => {
    const response = await opened.admin.send(`${at}/try`, form(more), partial);
    return { status: response.status, text: await response.text() };
  };
  return { ...opened, tried };
}

/** What is swapped into the result of a field. */
const resultOf = (html: string, name: string): string => {
  const place = `[id=&quot;${name}-result&quot;]`;
  const [, part = ''] = html.split(`hx-target="${place}"`);
  return visibleText(part.slice(part.indexOf('>') + 1, part.indexOf('</hx-partial>'))).trim();
};

describe('the mapping tester', () => {
  test('is on the page with a payload and every result, without any script', async () => {
    const { admin } = await web();
    const words = visibleText((await admin.open(at)).text);
    expect(words).toContain('Try on a person');
    expect(words).toContain('Person 1 text');
    expect(words).toContain('"p1@acme.example"');
  });

  test('shows what a changed expression gives for the chosen payload', async () => {
    const { tried } = await web();
    const { text } = await tried({ 'standard.title.expression': "join('-', [id, title])", record: '1-1' });
    expect(resultOf(text, 'standard.title.expression')).toBe('E2-Engineer text');
    expect(resultOf(text, 'standard.hire_date.expression')).toBe('2020-01-01 date');
    expect(resultOf(text, 'include')).toBe('');
  });

  test('says what is wrong, and where', async () => {
    const { tried } = await web();
    const { status, text } = await tried({
      'standard.title.expression': 'title[',
      'standard.email.expression': 'name',
      record: '1-0',
    });
    expect(status).toBe(200);
    expect(text).toContain('data-position="6"');
    expect(resultOf(text, 'standard.title.expression')).toMatch(/^At character 7: .+ title/);
    expect(resultOf(text, 'standard.email.expression')).toMatch(/^"Person 1" .+e-mail/);
  });

  test('takes a pasted payload before any person, and says why one cannot be read', async () => {
    const { tried } = await web();
    const { text } = await tried({ payload: '{"title":"<b>Boss</b>"}', record: '1-0' });
    expect(resultOf(text, 'standard.title.expression')).toBe('&lt;b&gt;Boss&lt;/b&gt; text');
    expect(text).toContain('data-path="title"');
    expect((await tried({ payload: '{"title":' })).text).toContain('is not valid JSON: it ends too early');
    const large = `{"a":"${'ä'.repeat(40_000)}"}`;
    expect((await tried({ payload: large })).text).toContain('larger than 64 KB');
  });

  test('sends the payload again only when it is another', async () => {
    const { tried } = await web();
    expect((await tried({ record: '1-0' })).text).toContain('id="tester-tree"');
    expect((await tried({ record: '1-0', shown: '1-0' })).text).not.toContain('id="tester-tree"');
  });

  test('finds records, and picks the first, the next, and a failed one', async () => {
    const { admin, harness } = await web();
    await harness.sync([...people(3), { id: 'E9', name: 'Odd', email: 'odd' }]);
    const person = async (query: string) => {
      const { text } = await admin.open(`${at}/try/person?source=http-api&${query}`, true);
      return /name="record" value="([\d-]+)"/.exec(text)?.[1] ?? visibleText(text);
    };
    expect(await person('pick=first')).toBe('2-0');
    expect(await person('pick=next&record=2-1')).toBe('2-2');
    expect(await person('pick=next&record=2-3')).toBe('2-0');
    expect(await person('pick=failed&record=2-0')).toBe('2-3');
    expect(await person('pick=failed&record=2-3')).toBe('2-3');
    expect(await person('pick=random')).toMatch(/^2-[0-3]$/);
    expect(await person('record=1-2')).toBe('1-2');
    const { text } = await admin.open(`${at}/try/person?source=http-api&q=person+2`, true);
    expect(visibleText(text)).toContain('Person 2 p2@acme.example');
    expect(visibleText((await admin.open(`${at}/try/person?source=http-api&q=zzz`, true)).text)).toContain('Nobody');
  });

  test('works as a plain form that keeps what was typed', async () => {
    const { admin } = await web();
    const response = await admin.send(`${at}/try`, form({ 'standard.title.expression': 'length(name)', note: 'Hm' }));
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('length(name)');
    expect(visibleText(text)).toContain('8 text');
    expect(text).toContain('value="Hm"');
  });

  test('is for admins', async () => {
    const { viewer } = await web();
    expect((await viewer.send(`${at}/try`, form(), partial)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('beside the mapping form', () => {
  test('a preset fills what is empty, and a suggestion its own field', async () => {
    const { admin } = await web();
    const preset = await admin.send(`${at}/try`, form({ preset: 'workday', 'standard.title.expression': '' }), partial);
    const text = await preset.text();
    expect(text).toContain('Job_group[0].Title');
    expect(text).toContain('>department</textarea>');
    const accept = 'manager Boss[0].Mail';
    expect(await (await admin.send(`${at}/try`, form({ accept }))).text()).toContain('Boss[0].Mail</textarea>');
  });

  test('suggestions say how many people were read', async () => {
    const { admin } = await web();
    const words = visibleText((await admin.open(`${at}/try/suggestions?source=http-api`, true)).text);
    expect(words).toContain('From 3 people.');
    expect(words).toMatch(/Email 100 % have a value email "p1@acme.example" Accept/);
  });

  test('the editor is told paths and functions', async () => {
    const { admin } = await web();
    const { paths, functions } = JSON.parse((await admin.open(`${at}/try/words?source=http-api`)).text);
    expect(paths).toContainEqual({ path: 'hired', sample: '"2020-01-01"' });
    expect(functions).toContainEqual(expect.objectContaining({ name: 'title_case' }));
  });

  test('functions are listed with an example each, and on a page of their own', async () => {
    const { admin } = await web();
    for (const part of [true, false]) {
      const words = visibleText((await admin.open(`${at}/try/functions`, part)).text);
      expect(words).toContain('title_case(text)');
      expect(words).toContain('parse_date(Hired, \'MM/DD/YYYY\') on {"Hired":"03/04/2021"} gives "2021-03-04"');
    }
  });

  test('fill rates are shown at their attributes, and on a page of their own', async () => {
    const { admin } = await web();
    const { text } = await admin.open(`${at}/try/fill?source=http-api`, true);
    expect(text).toContain('[id=&quot;standard.title.expression-fill&quot;]');
    expect(visibleText(text)).toContain('100 % filled · 1 different');
    expect(visibleText((await admin.open(`${at}/try/fill?source=http-api`)).text)).toContain(
      'Of all 3 people in sync 1',
    );
  });

  test('a pinned payload makes a save ask first', async () => {
    const { admin, harness } = await web();
    await admin.send(`${at}/cases`, form({ record: '1-0' }), partial);
    const changed = form({ 'standard.title.expression': 'name' });
    const refused = await admin.send(`${at}/people`, { ...changed, act: 'save' });
    expect([refused.status, visibleText(await refused.text())]).toEqual([
      422,
      expect.stringContaining('Person 1: Title is “Person 1”, was “Engineer”'),
    ]);
    expect((await harness.store.mappings.current('http-api'))?.version).toBe(1);
    const saved = await admin.send(`${at}/people`, { ...changed, act: 'save-cases' });
    expect(saved.status).toBe(303);
    const [{ id } = { id: 0 }] = await harness.store.mappingCases.list('http-api');
    const left = await admin.send(`${at}/cases/${id}/remove`, form(), partial);
    expect(await left.text()).not.toContain('Person 1');
  });
});
