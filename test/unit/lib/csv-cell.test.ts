import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvRow } from '../../../src/lib/csv-cell.ts';
import { readCsv } from './csv-split/read-csv.ts';

describe('a CSV cell', () => {
  test.each([
    ['', ''],
    ['plain', 'plain'],
    ['Zoë, Ltd', '"Zoë, Ltd"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['a; b', '"a; b"'],
    [' edge ', '" edge "'],
    ['=1+1', "'=1+1"],
    ['+47 22 33 44 55', "'+47 22 33 44 55"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ['"=1+1"', '"\'""=1+1"""'],
    ['  "=1', '"\'  ""=1"'],
    ['\n=1', '"\'\n=1"'],
    ['＝1', "'＝1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['-5', '-5'],
    ['-0.25', '-0.25'],
    ['-', "'-"],
    ['-5e3', "'-5e3"],
    ['a=1', 'a=1'],
  ])('%j becomes %s', (value, cell) => expect(csvCell(value)).toBe(cell));
});

describe('a CSV row', () => {
  const anything = fc.string({ unit: 'grapheme', maxLength: 30 });
  const cells = fc.array(fc.oneof(anything, fc.stringMatching(/^[\s"=+@,;\r\n-]{0,8}a?$/)), {
    minLength: 2,
    maxLength: 6,
  });

  test('reads back as it was, but for the apostrophe in front of what a spreadsheet would compute', () => {
    fc.assert(
      fc.property(cells, (values) => {
        const header = ['first', ...values.map((_, at) => `c${at}`)];
        const { rows } = readCsv(csvRow(header) + csvRow(['there', ...values]));
        const [first, ...back] = Object.values(rows[0] ?? {});
        expect([rows.length, first, back.length]).toEqual([1, 'there', values.length]);
        values.forEach((value, at) => {
          expect([value, `'${value}`]).toContain(back[at]);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('has no cell that begins as a formula once its quotes are off', () => {
    fc.assert(
      fc.property(cells, (values) => {
        for (const value of values) {
          const bare = csvCell(value).replace(/^[\s"]+/, '');
          if (!/^-\d+(?:\.\d+)?$/.test(value)) expect(bare).not.toMatch(/^[=+\-@]/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
