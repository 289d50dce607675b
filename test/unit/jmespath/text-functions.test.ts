import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';

const made = (expression: string, payload: unknown = {}): unknown => {
  const outcome = evaluate(expression, payload);
  return 'result' in outcome ? outcome.result : outcome.error;
};

describe('a text function of expressions', () => {
  it.each([
    ["trim('  a b \n')", 'a b'],
    ["trim('\u00a0a\ufeff')", 'a'],
    ["lower('ÅSE Ω')", 'åse ω'],
    ["upper('åse straße')", 'ÅSE STRASSE'],
    ["split('a,b,,c', ',')", ['a', 'b', '', 'c']],
    ["split('a--b', '--')", ['a', 'b']],
    ["split('a', ',')", ['a']],
    ["split('', ',')", ['']],
    ["split('a b c d', ' ', `2`)", ['a', 'b c d']],
    ["split('a b', ' ', `9`)", ['a', 'b']],
    ["split('a b', ' ', `1`)", ['a b']],
    ["split('a😀b', '')", ['a', '😀', 'b']],
    ["split('a😀b', '', `2`)", ['a', '😀b']],
    ["replace('a.b.c', '.', '-')", 'a-b-c'],
    ["replace('aaa', 'aa', 'b')", 'ba'],
    ["replace('a', 'x', 'y')", 'a'],
    ["replace('price', 'i', '$&$1$')", 'pr$&$1$ce'],
    ["replace('a', '', 'x')", 'a'],
    ["replace('a b', ' ', missing)", 'ab'],
    ["replace('a b', missing, 'x')", 'a b'],
    ["coalesce(missing, '', ' ', 'a', 'b')", 'a'],
    ["coalesce(missing, '')", null],
    ['coalesce(`0`, `1`)', 0],
    ['coalesce(`false`, `1`)', false],
    ['coalesce(`[]`, `1`)', []],
  ])('gives what its case says: %s', (expression, result) => {
    expect(made(expression)).toEqual(result);
  });

  it.each(['trim', 'lower', 'upper', 'title_case', 'split', 'replace', 'parse_date'])(
    'gives null for null, takes a number or a boolean as text, and nothing else: %s',
    (name) => {
      const rest = { split: ", ','", replace: ", 'x', 'y'", parse_date: ", 'YYYYMMDD'" }[name] ?? '';
      expect(made(`${name}(@${rest})`, null)).toBeNull();
      expect(made(`${name}(missing${rest})`, {})).toBeNull();
      expect([made(`${name}(@${rest})`, 20210301)].flat()[0]).toBe(name === 'parse_date' ? '2021-03-01' : '20210301');
      for (const wrong of [[], {}, ['a']]) expect(made(`${name}(@${rest})`, wrong)).toBe('invalid-type');
    },
  );

  it.each([
    ["split('a', 'b', `0`)", 'invalid-value'],
    ["split('a', 'b', `1.5`)", 'invalid-value'],
    ["split('a', 'b', '2')", 'invalid-type'],
    ["split('a', missing)", 'invalid-type'],
    ["split('a')", 'invalid-arity'],
    ["split('a', 'b', `1`, `1`)", 'invalid-arity'],
    ["replace('a', 'b')", 'invalid-arity'],
    ['coalesce()', 'invalid-arity'],
    ['trim(&a)', 'invalid-type'],
  ])('refuses %s', (expression, error) => {
    expect(evaluate(expression, {})).toEqual({ error });
  });

  it('splits and joins any text back to what it was, whatever the separator', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('a', ',', ' ', '😀') }),
        (text, by) => {
          const parts = made('split(text, by)', { text, by });
          expect(parts).toEqual(by === '' ? [...text] : text.split(by));
          expect(made('replace(text, by, by)', { text, by })).toBe(text);
          expect(made('replace(text, by, `"<>"`)', { text, by })).toBe(by === '' ? text : text.split(by).join('<>'));
        },
      ),
    );
  });
});

describe('title case', () => {
  it.each([
    ['ANN LEE', 'Ann Lee'],
    ['ann lee', 'Ann Lee'],
    ['anne-marie', 'Anne-Marie'],
    ["O'HARA", "O'Hara"],
    ['d’angelo', 'D’Angelo'],
    ["MANAGER'S CHAIR", "Manager's Chair"],
    ["we'll", "We'll"],
    ["i'm", "I'm"],
    ['Ronald McDonald', 'Ronald McDonald'],
    ['MCDONALD', 'Mcdonald'],
    ['iOS developer', 'iOS Developer'],
    ['HR manager', 'Hr Manager'],
    ['ÅSE ØYEN', 'Åse Øyen'],
    ['ΟΔΥΣΣΕΥΣ', 'Οδυσσευς'],
    ['жанна д’арк', 'Жанна Д’Арк'],
    ['გიორგი', 'გიორგი'],
    ['ßa', 'Ssa'],
    ['𐐨𐐨', '𐐀𐐨'],
    ['e\u0301lan', 'E\u0301lan'],
    ['2ND floor (east)', '2nd Floor (East)'],
    ['  two  spaces ', '  Two  Spaces '],
    ['李明', '李明'],
    ['', ''],
  ])('turns %s into %s', (text, titled) => {
    expect(made('title_case(@)', text)).toBe(titled);
  });

  it('changes nothing but the case, and not twice', () => {
    // Letters with one small and one capital form each: ß and its like change in length.
    const letter = fc.constantFrom(...'abcXYZåÅøéΣжЖ'.split(''), "'", '’', '-', ' ', '.', '7', '\ud800');
    fc.assert(
      fc.property(fc.string({ unit: letter }), (text) => {
        const once = made('title_case(@)', text);
        expect(String(once).toLowerCase().replaceAll('ς', 'σ')).toBe(text.toLowerCase().replaceAll('ς', 'σ'));
        expect(made('title_case(@)', once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});
