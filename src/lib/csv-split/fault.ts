import type { FaultParams } from '../result.ts';

/** `offset` and `limit` are bytes; rows count from 1, the header. */
export interface CsvFaultParams {
  /** A value goes on after its closing quote. */
  feed_broken: { case: 'csv'; offset: number; row: number; byte: number; backslash: boolean };
  feed_incomplete: { case: 'csv'; offset: number } & (
    | { at: 'start' | 'header' }
    | { at: 'quotes' | 'character'; row: number }
    | { at: 'row'; row: number; values: number; width: number }
  );
  feed_not_utf8: { case: 'utf16' } | { case: 'byte'; offset: number; row: number; byte: number };
  /** `misspelled` and `meant` are parallel lists; `others` are unexpected columns that resemble no missing one. */
  header_mismatch:
    | { case: 'repeated'; column: string }
    | { case: 'missing'; missing: string[]; misspelled: string[]; meant: string[]; others: string[] };
  record_too_large: { case: 'csv'; offset: number; row: number; limit: number };
  source_not_csv: { case: 'zip' | 'gzip' | 'json' | 'html' } | { case: 'endless_header'; limit: number };
  source_xml: { wanted: 'csv'; hint: null };
}

export interface CsvFault {
  code: keyof CsvFaultParams;
  params: FaultParams;
  details: { offset: number; missing?: string[]; unexpected?: string[] };
}

export const csvFault = <Code extends keyof CsvFaultParams>(
  code: Code,
  offset: number,
  params: CsvFaultParams[Code],
  moreDetails: Omit<CsvFault['details'], 'offset'> = {},
): CsvFault => ({ code, params: { ...params }, details: { offset, ...moreDetails } });

export const csvTruncated = (
  offset: number,
  where:
    | { at: 'start' | 'header' }
    | { at: 'quotes' | 'character'; row: number }
    | { at: 'row'; row: number; values: number; width: number },
): CsvFault => csvFault('feed_incomplete', offset, { case: 'csv', offset, ...where });

export const notUtf8 = (offset: number, row: number, byte: number): CsvFault =>
  csvFault('feed_not_utf8', offset, { case: 'byte', offset, row, byte });

export const rowTooLarge = (offset: number, row: number, limit: number): CsvFault =>
  csvFault('record_too_large', offset, { case: 'csv', offset, row, limit });

export function detectOtherFormat(head: Uint8Array): CsvFault | null {
  const [a, b, c, d] = head;
  const otherFormat = (what: 'zip' | 'gzip' | 'json' | 'html') => csvFault('source_not_csv', 0, { case: what });
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return otherFormat('zip');
  if (a === 0x1f && b === 0x8b) return otherFormat('gzip');
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return csvFault('feed_not_utf8', 0, { case: 'utf16' });
  const text = new TextDecoder().decode(head.subarray(0, 512)).trimStart().toLowerCase();
  if (text.startsWith('{') || text.startsWith('[')) return otherFormat('json');
  if (!text.startsWith('<')) return null;
  return /^<!doctype html|<html|<head/.test(text)
    ? otherFormat('html')
    : csvFault('source_xml', 0, { wanted: 'csv', hint: null });
}
