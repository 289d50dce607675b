import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCsv } from './read-csv.ts';

// Texts made of what could mislead a scanner of bytes.
const unit = fc.constantFrom(
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\\',
  ' ',
  'é',
  '名',
  '😀',
  '\u0001',
  'a',
  '1',
);
const text = fc.string({ unit, maxLength: 6 });
const blocks = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

const tables = fc
  .record({
    width: fc.integer({ min: 1, max: 5 }),
    delimiter: fc.constantFrom(',', ';', '\t'),
    lineBreak: fc.constantFrom('\n', '\r\n', '\r'),
    backslash: fc.boolean(),
    mark: fc.boolean(),
    open: fc.boolean(),
    quoteAll: fc.boolean(),
  })
  .chain((how) =>
    fc.array(fc.array(text, { minLength: how.width, maxLength: how.width }), { maxLength: 8 }).map((rows) => ({
      ...how,
      rows,
    })),
  );
type Table = typeof tables extends fc.Arbitrary<infer Value> ? Value : never;

function written({ rows, width, delimiter, lineBreak, backslash, mark, open, quoteAll }: Table): string {
  const escaped = (value: string) =>
    backslash ? value.replace(/[\\"]/g, (found) => `\\${found}`) : value.replaceAll('"', '""');
  const quoted = (value: string) =>
    quoteAll || value === '' || /[",;\t\r\n]/.test(value) ? `"${escaped(value)}"` : value;
  const header = Array.from({ length: width }, (_, index) => `c${index}`).join(delimiter);
  const lines = [header, ...rows.map((row) => row.map(quoted).join(delimiter))];
  return `${mark ? '\ufeff' : ''}${lines.join(lineBreak)}${open ? '' : lineBreak}`;
}

it('the CSV splitter reads back what was written, wherever the blocks end', () => {
  fc.assert(
    fc.property(tables, blocks, (table, sizes) => {
      const got = readCsv(written(table), { backslashEscapes: table.backslash }, sizes);
      const named = (row: string[]) => Object.fromEntries(row.map((value, index) => [`c${index}`, value]));
      expect(got.rows).toEqual(table.rows.map(named));
      expect(got.end).toMatchObject({ ok: true, value: { misfits: 0, records: table.rows.length } });
    }),
    { numRuns: 12_000 },
  );
}, 60_000);

/** A parser of the whole text, character by character: rows of values, or null when quotes are wrong. */
function judge(file: string): string[][] | null {
  const rows: string[][] = [];
  const cell = /("(?:[^"]|"")*"(?=[,\r\n]|$)|(?!")[^,\r\n]*)(,|\r\n|\r|\n|$)/y;
  let row: string[] = [];
  for (let behind = ','; cell.lastIndex < file.length || behind === ','; ) {
    const found = cell.exec(file);
    if (!found) return null;
    const [, value = '', end = ''] = found;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    behind = end;
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}

const damaged = fc.string({
  unit: fc.constantFrom('"', '"', ',', ',', '\n', '\r', '\r\n', 'a', '', 'b', 'é'),
  maxLength: 24,
});

it('the CSV splitter agrees with a parser of the whole about any text, wherever the blocks end', () => {
  let sound = 0;
  fc.assert(
    fc.property(damaged, blocks, (file, sizes) => {
      const got = readCsv(`x,y\n${file}`, {}, sizes);
      const whole = judge(file);
      if (!whole) {
        expect(got.end.ok).toBe(false);
        return;
      }
      const rows = whole.filter((row) => row.length > 1 || row[0] !== '');
      const last = /[\r\n]$/.test(file) ? null : whole.at(-1);
      if (last?.length === 1 && file !== '' && last[0] !== '') {
        expect(got.verdict).toBe('feed_incomplete');
        return;
      }
      const values = got.rows.map((seen) => (Array.isArray(seen) ? seen : Object.values(Object(seen))));
      // A pair of quotes alone in its line is a value, where an empty line is none.
      expect(values.filter((row) => row.length > 1 || row[0] !== '')).toEqual(rows);
      sound++;
    }),
    { numRuns: 10_000 },
  );
  expect(sound).toBeGreaterThan(1000);
}, 60_000);
