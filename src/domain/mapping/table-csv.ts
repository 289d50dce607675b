import { normalizeWord } from '../../jmespath/functions/lookup-tables.ts';
import { detectDelimiter } from '../../lib/csv-split/header.ts';
import { RowScanner } from '../../lib/csv-split/rows.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { describeFault, type Fault, fault } from '../shared/fault.ts';
import type { TableProblem } from '../shared/fault-sentences/value-table.ts';
import { checkRows, MAX_TABLE_BYTES, type TableEntries } from './value-table.ts';

const HEADER = ['value received', 'value meant'] as const;
const NEWLINE = 10;

/**
 * What a spreadsheet would run as a formula, and the apostrophes that guard against it. Not `csvCell` of lib: every guard
 * must come off again, so that an exported table is imported as it was.
 */
const FORMULA = /^'*[=+\-@]/;
const GUARDED_FORMULA = /^'+[=+\-@]/;

const tableCell = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]|^$|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A spreadsheet may open it; `parseTableCsv` gives the same table back. */
export const formatTableCsv = (entries: TableEntries): string =>
  [HEADER, ...Object.entries(entries)].map((row) => `${row.map(tableCell).join(',')}\r\n`).join('');

const invalidCsv = (problem: TableProblem): { ok: false; fault: Fault } =>
  fail(fault('invalid_table', problem, { path: 'csv' }));

const withoutBom = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/** An Excel workbook is a ZIP file. */
const isWorkbook = ([a, b, c, d]: Uint8Array): boolean => a === 0x50 && b === 0x4b && c === 3 && d === 4;

function splitRows(bytes: Uint8Array): Result<string[][], Fault> {
  if (isWorkbook(bytes)) return invalidCsv({ problem: 'workbook' });
  const rows: string[][] = [];
  const decoder = new TextDecoder();
  const line = bytes.indexOf(NEWLINE);
  const delimiter = detectDelimiter(line < 0 ? bytes : bytes.subarray(0, line));
  // Without column names every row comes as the list of its values, the first too.
  const scanner = new RowScanner(
    [],
    { delimiter, backslashEscapes: false },
    (from, start, end) => rows.push(JSON.parse(decoder.decode(from.subarray(start, end)))),
    MAX_TABLE_BYTES,
    1,
  );
  scanner.push(bytes, 0);
  const broken = scanner.end(bytes.length);
  return broken ? invalidCsv({ problem: 'not_csv', reason: describeFault(broken) }) : ok(rows);
}

/** Spreadsheets pad rows with empty values. */
const isPadding = (value: string): boolean => value.trim() === '';
const withoutFormulaGuard = (value: string): string => (GUARDED_FORMULA.test(value) ? value.slice(1) : value);

const isHeader = (row: readonly string[] | undefined): boolean =>
  HEADER.every((name, at) => normalizeWord(row?.[at] ?? '').replaceAll('_', ' ') === name);

interface ImportedTable {
  entries: TableEntries;
  hadHeader: boolean;
}

/**
 * CSV in UTF-8: value received and value meant, separated by commas, semicolons or tabs.
 * @param options.header the first row is a header, whatever it says; that of our own exports is recognized without it
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
    if (meant === undefined) return invalidCsv({ problem: 'values_in_row', row: at + 1, values: 1 });
    if (!rest.every(isPadding)) return invalidCsv({ problem: 'values_in_row', row: at + 1, values: rest.length + 2 });
    rows.push([withoutFormulaGuard(received), withoutFormulaGuard(meant)]);
  }
  if (rows.length === 0) return invalidCsv({ problem: 'no_rows' });
  const checked = checkRows(rows);
  return checked.ok ? ok({ entries: checked.value, hadHeader }) : fail({ ...checked.fault, details: { path: 'csv' } });
}
