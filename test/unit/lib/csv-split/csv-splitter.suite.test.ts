import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suiteFiles } from '../../../fixtures/optional-suites.ts';
import { readCsv } from './read-csv.ts';

const files = suiteFiles('csv-test-data/csv');
const wanted = new Map((suiteFiles('csv-test-data/json') ?? []).map(({ name, bytes }) => [name, bytes]));
const parsed = (bytes: Uint8Array | undefined): unknown[] => JSON.parse(new TextDecoder().decode(bytes));
const values = (row: unknown): unknown => (Array.isArray(row) ? row : Object.values(row ?? {}));

describe.skipIf(files === null)('the suite csv-test-data', () => {
  const bad = (files ?? []).filter(({ name }) => name.startsWith('bad-'));
  const good = (files ?? []).filter(({ name }) => !name.startsWith('bad-'));

  it('is complete', () => expect([good.length, bad.length]).toEqual([18, 7]));

  it.each(good)('is agreed with about $name', ({ name, bytes }) => {
    for (const size of [1, 3, 65536]) {
      const { end, rows } = readCsv(bytes, {}, [size]);
      const expected = parsed(wanted.get(name.replace('.csv', '.json')));
      // Some of its answers are lists with the header as the first row, in which ours has a name for what has none.
      const header = end.ok ? end.value.columns.map((column) => (column === 'column 1' ? '' : column)) : null;
      const lists = Array.isArray(expected[0]);
      expect(lists ? [header, ...rows.map(values)] : rows).toEqual(expected);
      expect(end).toMatchObject({ value: { misfits: 0 } });
    }
  });

  const FAULTS: Record<string, string> = {
    'bad-header-less-fields.csv': 'feed_incomplete',
    'bad-header-more-fields.csv': 'odd row',
    'bad-header-no-header.csv': 'feed_incomplete',
    'bad-header-wrong-header.csv': 'header_mismatch',
    'bad-missing-quote.csv': 'feed_incomplete',
    'bad-quotes-with-unescaped-quote.csv': 'feed_broken',
    'bad-unescaped-quote.csv': 'odd row',
  };
  it.each(bad)('is agreed with in refusing $name', ({ name, bytes }) => {
    for (const size of [1, 3, 65536]) {
      const { end } = readCsv(bytes, { columns: ['foo', 'bar', 'baz'] }, [size]);
      expect(end.ok ? end.value.misfits === 1 && end.value.records === 1 && 'odd row' : end.fault.code).toBe(
        FAULTS[name],
      );
    }
  });
});

describe('the suite csv-spectrum', () => {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('csv-spectrum'));
  const names = readdirSync(resolve(folder, 'csvs')).map((file) => file.replace('.csv', ''));

  it('is complete', () => expect(names).toHaveLength(12));

  it.each(names)('is agreed with about %s', (name) => {
    const bytes = new Uint8Array(readFileSync(resolve(folder, `csvs/${name}.csv`)));
    for (const size of [1, 5, 65536]) {
      const { rows, end } = readCsv(bytes, {}, [size]);
      expect(end.ok).toBe(true);
      if (name === 'location_coordinates')
        // Its quotes in values without quotes are what csv-test-data calls malformed; its JSON has another telephone number.
        expect(rows).toEqual([['2095257564', '37�36\'37.8"N 121�2\'17.9"W', 'Modesto', 'Stanislaus']]);
      else expect(rows).toEqual(parsed(new Uint8Array(readFileSync(resolve(folder, `json/${name}.json`)))));
    }
  });
});
