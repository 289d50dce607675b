/*
 * Own lines, where csv-stringify would do for RFC 4180: its escape_formulas also turns the number -5 into text, and lets
 * a formula pass behind a quote or white space.
 */

/** What a spreadsheet takes for the beginning of a formula, also behind quotes and white space, which some skip. */
const FORMULA = /^[\s"\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^"*[\t\r]/;

/** A negative number computes to itself; made into text it could no longer be summed. */
const NEGATIVE = /^-\d+(?:\.\d+)?$/;

/** Signs that only a quoted value can hold. A semicolon parts values where the comma is the decimal sign. */
const NEEDS_QUOTES = /[",;\r\n\t]|^\s|\s$/;

/** What makes Excel read the file as UTF-8; without it, it takes it for the code page of the machine. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A value as a cell of CSV (RFC 4180); what a spreadsheet would compute gets an apostrophe in front, and is text. */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) && !NEGATIVE.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvRow = (values: readonly string[]): string => `${values.map(csvCell).join(',')}\r\n`;
