import { normalizeWord } from '../../jmespath/functions/lookup-tables.ts';
import { detectDelimiter } from '../../lib/csv-split/header.ts';
import { RowScanner } from '../../lib/csv-split/rows.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../shared/fault.ts';
import type { TableProblem } from '../shared/fault-sentences/syncs.ts';
import { checkRows, MAX_TABLE_BYTES, type TableEntries } from './value-table.ts';

/** The header of our own export, which is known again without being told. */
const HEADER = ['value received', 'value meant'] as const;
const NEWLINE = 10;

/** What a spreadsheet would run as a formula, with the apostrophes that keep it from that. */
const FORMULA = /^'*[=+\-@]/;
const GUARDED_FORMULA = /^'+[=+\-@]/;

const csvCell = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]|^$|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A value table as CSV that a spreadsheet may open; `readTableCsv` gives the same table back. */
export const formatTableCsv = (entries: TableEntries): string =>
  [HEADER, ...Object.entries(entries)].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

const invalidCsv = (problem: TableProblem): { ok: false; fault: Fault } =>
  fail(fault('invalid_table', problem, { path: 'csv' }));

/** Bytes without a byte order mark, which spreadsheets write. */
const withoutBom = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/** An Excel workbook is a ZIP file. */
const isWorkbook = ([a, b, c, d]: Uint8Array): boolean => a === 0x50 && b === 0x4b && c === 3 && d === 4;

function splitRows(bytes: Uint8Array): Result<string[][], Fault> {
  if (isWorkbook(bytes)) return invalidCsv({ reason: 'csv_workbook' });
  const rows: string[][] = [];
  const decoder = new TextDecoder();
  const line = bytes.indexOf(NEWLINE);
  const delimiter = detectDelimiter(line < 0 ? bytes : bytes.subarray(0, line));
  // Without names of columns every row comes as the list of its values, also the first.
  const scanner = new RowScanner(
    [],
    { delimiter, backslash: false },
    (from, start, end) => rows.push(JSON.parse(decoder.decode(from.subarray(start, end)))),
    MAX_TABLE_BYTES,
    1,
  );
  scanner.push(bytes, 0);
  const broken = scanner.end(bytes.length);
  return broken ? invalidCsv({ reason: 'csv_unreadable', cause: broken.params.text }) : ok(rows);
}

/** What a spreadsheet leaves behind the last value of a row. */
const isPadding = (value: string): boolean => value.trim() === '';
const withoutFormulaGuard = (value: string): string => (GUARDED_FORMULA.test(value) ? value.slice(1) : value);

const isHeader = (row: readonly string[] | undefined): boolean =>
  HEADER.every((name, at) => normalizeWord(row?.[at] ?? '').replaceAll('_', ' ') === name);

/** A table as it was imported. */
export interface ImportedTable {
  entries: TableEntries;
  /** The first row was left out. */
  hadHeader: boolean;
}

/**
 * Reads a value table from CSV in UTF-8: two columns, value received and value meant, between commas, semicolons or tabs.
 * @param options.header the first row is a header, whatever it says; one of our own exports is known without that
 * @returns fault `invalid_table` (details: `path` is `csv`)
 */
export function parseTableCsv(bytes: Uint8Array, options: { header: boolean }): Result<ImportedTable, Fault> {
  const read = splitRows(withoutBom(bytes));
  if (!read.ok) return read;
  const [first] = read.value;
  const hadHeader = first !== undefined && (options.header || isHeader(first));
  const rows: [string, string][] = [];
  for (const [at, [received = '', meant, ...rest]] of read.value.entries()) {
    if (at === 0 && hadHeader) continue;
    if (isPadding(received) && isPadding(meant ?? '') && rest.every(isPadding)) continue;
    if (meant === undefined) return invalidCsv({ reason: 'csv_row_length', row: at + 1, values: 1 });
    if (!rest.every(isPadding)) {
      return invalidCsv({ reason: 'csv_row_length', row: at + 1, values: rest.length + 2 });
    }
    rows.push([withoutFormulaGuard(received), withoutFormulaGuard(meant)]);
  }
  if (rows.length === 0) return invalidCsv({ reason: 'csv_empty' });
  const checked = checkRows(rows);
  return checked.ok ? ok({ entries: checked.value, hadHeader }) : fail({ ...checked.fault, details: { path: 'csv' } });
}
