import {
  type CsvEnd,
  type CsvFault,
  type CsvOptions,
  CsvSplitter,
} from '../../../../src/lib/csv-split/csv-splitter.ts';
import type { Result } from '../../../../src/lib/result.ts';
import { utf8Bytes } from '../json-split/split.ts';

const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export interface CsvResult {
  end: Result<CsvEnd, CsvFault>;
  /** What was emitted, parsed: an object for a row, a list for one that does not fit. */
  rows: unknown[];
  /** The code of the fault, or the number of rows. */
  verdict: string | number;
}

/** @param sizes of the blocks, used in turn; whatever they are, the result must be the same. */
export function readCsv(file: Uint8Array | string, options: CsvOptions = {}, sizes: number[] = [65536]): CsvResult {
  const whole = typeof file === 'string' ? utf8Bytes(file) : file;
  const rows: unknown[] = [];
  const emit = (bytes: Uint8Array, start: number, end: number) =>
    void rows.push(JSON.parse(fatal.decode(bytes.subarray(start, end))));
  const splitter = new CsvSplitter(emit, options);
  for (let at = 0, turn = 0; at < whole.length; turn++) {
    const next = at + (sizes[turn % sizes.length] ?? 1);
    if (!splitter.push(whole.slice(at, next))) break;
    at = next;
  }
  const end = splitter.end();
  return { end, rows, verdict: end.ok ? end.value.records : end.fault.code };
}
