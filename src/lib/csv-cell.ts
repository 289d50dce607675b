/*
 * Not csv-stringify: its escape_formulas also turns the number -5 into text, and misses a formula after a quote or white
 * space.
 */

/** Some spreadsheets skip quotes and white space before a formula. */
const FORMULA = /^[\s"\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^"*[\t\r]/;

/** Harmless as a formula; as text it could not be summed. */
const NEGATIVE = /^-\d+(?:\.\d+)?$/;

/** A semicolon is the delimiter where the comma is the decimal separator. */
const NEEDS_QUOTES = /[",;\r\n\t]|^\s|\s$/;

/** Without it, Excel reads the file in the code page of the machine instead of UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** RFC 4180; an apostrophe in front keeps a spreadsheet from computing a formula. */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) && !NEGATIVE.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvRow = (values: readonly string[]): string => `${values.map(csvCell).join(',')}\r\n`;
