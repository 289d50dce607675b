/** Why a CSV file could not be read; plain data, in words that a person can act on. */
export interface CsvFault {
  code:
    | 'feed_broken'
    | 'feed_incomplete'
    | 'feed_not_utf8'
    | 'header_mismatch'
    | 'record_too_large'
    | 'source_not_csv'
    | 'source_xml';
  params: { text: string };
  /** `offset`: where, in bytes from the start of the file. */
  details: { offset: number; missing?: string[]; unexpected?: string[] };
}

export const csvFault = (
  code: CsvFault['code'],
  offset: number,
  text: string,
  more: Omit<CsvFault['details'], 'offset'> = {},
): CsvFault => ({ code, params: { text }, details: { offset, ...more } });

export const csvEndedEarly = (offset: number, where: string): CsvFault =>
  csvFault('feed_incomplete', offset, `The CSV ended too early, after ${offset.toLocaleString('en')} bytes, ${where}.`);

export function strayBehindQuote(offset: number, row: number, byte: number, backslash: boolean): CsvFault {
  const what = byte === 0x22 ? 'another quote' : 'something else';
  const hint = backslash
    ? 'Quotes inside a value need a backslash before them (or choose doubled quotes).'
    : 'Quotes inside a value must be doubled (or choose backslash escapes).';
  return csvFault(
    'feed_broken',
    offset,
    `The CSV is damaged at byte ${offset}, in row ${row}: behind a closing quote stands ${what} where a delimiter or the end of the line must be. ${hint}`,
  );
}

export function notUtf8(offset: number, row: number, byte: number): CsvFault {
  const shown = `0x${byte.toString(16).padStart(2, '0')}`;
  return csvFault(
    'feed_not_utf8',
    offset,
    `The CSV is not UTF-8: the byte ${shown} at position ${offset}, in row ${row}, cannot stand there. Export the file as UTF-8.`,
  );
}

export const rowTooLarge = (offset: number, row: number, limit: number): CsvFault =>
  csvFault(
    'record_too_large',
    offset,
    `Row ${row} of the CSV, which starts at byte ${offset}, is larger than ${Math.round(limit / 1e5) / 10} MB. Perhaps a quote is not closed.`,
  );

/** @param head the first bytes. @returns null for what may be CSV. */
export function notCsv(head: Uint8Array): CsvFault | null {
  const [a, b, c, d] = head;
  const refuse = (what: string, todo: string) =>
    csvFault('source_not_csv', 0, `The data is not CSV but ${what}. ${todo}`);
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4)
    return refuse('a ZIP file or an Excel workbook', 'Export it as CSV in UTF-8.');
  if (a === 0x1f && b === 0x8b) return refuse('compressed with gzip', 'Have it sent as plain CSV.');
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    return csvFault('feed_not_utf8', 0, 'The CSV is not UTF-8 but UTF-16 (position 0). Export the file as UTF-8.');
  const text = new TextDecoder().decode(head.subarray(0, 512)).trimStart().toLowerCase();
  if (text.startsWith('{') || text.startsWith('['))
    return refuse('JSON', 'Choose the format “json”, or ask it for CSV.');
  if (!text.startsWith('<')) return null;
  if (!/^<!doctype html|<html|<head/.test(text))
    return csvFault('source_xml', 0, 'The data source answered with XML instead of CSV.');
  return refuse('a web page (HTML), perhaps the sign-in page of the data source', 'Check the URL and the credentials.');
}
