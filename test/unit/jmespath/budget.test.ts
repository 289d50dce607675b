import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/jmespath/expression.ts';
import { LookupContext } from '../../../src/jmespath/functions/lookup-tables.ts';
import { evaluate } from './evaluate.ts';

/** One text 10,000 times: a projection makes much of a cheap call. */
const many = (text: unknown): unknown[] => Array(10_000).fill(text);
const LONG = 'a'.repeat(200_000);

describe('the budget of our own functions', () => {
  it.each([
    ['replace that blows up', "replace(text, 'a', part)", LONG, 'b'.repeat(100)],
    ['replace, again and again', `text${" | replace(@, 'a', 'aa')".repeat(40)}`, 'a', ''],
    ['replace that finds a huge number of places', "replace(text, 'a', '')", 'a'.repeat(300_000), ''],
    ['replace that searches long for long', "replace(text, part, 'x')", LONG, `${'a'.repeat(100_000)}b`],
    ['split of a huge text', "split(text, ',')", ','.repeat(300_000), ''],
    ['split of a huge text into characters', "split(text, '')", 'x'.repeat(300_000), ''],
    ['split that searches long for long', 'split(text, part)', LONG, `${'a'.repeat(100_000)}b`],
    ['title_case of a long text', 'title_case(text)', 'a '.repeat(500_001), ''],
    ['title_case of one long word', 'title_case(text)', 'aB'.repeat(500_001), ''],
    ['upper of a text that grows', 'upper(text)', 'ΐ'.repeat(400_000), ''],
    ['lower of a long text', 'lower(text)', 'A'.repeat(1_000_001), ''],
  ])('stops what costs too much: %s', (_, expression, text, part) => {
    const start = performance.now();
    // The type alone is asked for, so that it is the function that stops, not the measure of its result.
    expect(evaluate(`type(${expression})`, { text, part })).toEqual({ error: 'budget' });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it.each([
    ['trim', 'trim(@)'],
    ['lower', 'lower(@)'],
    ['upper', 'upper(@)'],
    ['title_case', 'title_case(@)'],
    ['split', "split(@, ',')"],
    ['replace', "replace(@, ',', '')"],
    ['coalesce', 'coalesce(@, `1`)'],
    ['parse_date', "parse_date(@, 'D.M.YYYY')"],
    ['lookup', "lookup(@, 'words')"],
  ])('counts every call in a projection: %s', (_, call) => {
    const compiled = compileExpression(`map(&${call}, list) | length(@)`, new LookupContext({ words: {} }));
    if (!compiled.ok) throw new Error(compiled.fault.message);
    const start = performance.now();
    expect(() => compiled.value.evaluate({ list: many(' '.repeat(100_000)) })).toThrow(/steps|characters/);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(compiled.value.evaluate({ list: many(' '.repeat(10)) })).toBe(10_000);
  });

  it('charges for reading a format that only the payload knows', () => {
    const list = many('1.1.2021');
    expect(evaluate("map(&parse_date(@, 'D.M.YYYY'), list) | length(@)", { list })).toEqual({ result: 10_000 });
    const rows = many({ d: '1.1.2021', f: 'D.M.YYYY' });
    expect(evaluate('rows[*].parse_date(d, f)', { rows })).toEqual({ error: 'budget' });
  });

  it('leaves room for what people write', () => {
    const text = 'Ann, Bo, Cy, '.repeat(2000);
    expect(evaluate("length(split(replace(title_case(lower(trim(a))), ', ', ','), ','))", { a: text })).toEqual({
      result: 6001,
    });
  });
});
