import { ByteBuffer } from '../bytes.ts';
import type { RecordCallback } from '../json-split/records.ts';
import { fail, ok, type Result } from '../result.ts';
import { type CsvFault, csvFault, csvTruncated, detectOtherFormat } from './fault.ts';
import { detectDelimiter, readColumns } from './header.ts';
import { RowScanner } from './rows.ts';

export type { CsvFault } from './fault.ts';

export interface CsvOptions {
  backslashEscapes?: boolean;
  /** A byte; detected in the header line when left out. */
  delimiter?: number | undefined;
  /** Required columns, in any order; others may be present. Null requires none. */
  columns?: readonly string[] | null;
  /** Of one row as JSON. */
  maxRowBytes?: number;
}

export interface CsvEnd {
  records: number;
  bytes: number;
  columns: string[];
  /** Rows emitted as a list. */
  misfits: number;
}

const MAX_ROW_BYTES = 4 * 1024 * 1024;
const MAX_HEADER_BYTES = 256 * 1024;

/**
 * Emits each row as a JSON object whose keys are the names in the header, all values text. Rows that do not fit come as
 * JSON lists (see RowScanner). Emitted rows are valid only once `end` has accepted the file.
 */
export class CsvSplitter {
  readonly #emit: RecordCallback;
  readonly #options: CsvOptions;
  readonly #head = new ByteBuffer(1024);
  #inQuotes = false;
  #escaped = false;
  #bytes = 0;
  #columns: string[] = [];
  #rows: RowScanner | null = null;
  #fault: CsvFault | null = null;

  constructor(emit: RecordCallback, options: CsvOptions = {}) {
    this.#emit = emit;
    this.#options = options;
  }

  /** @returns false once the file is known to be invalid: `end` returns the fault */
  push(block: Uint8Array): boolean {
    const base = this.#bytes;
    this.#bytes += block.length;
    if (this.#fault) return false;
    const from = this.#rows ? 0 : this.#collectHeader(block);
    if (this.#rows && !this.#rows.push(from === 0 ? block : block.subarray(from), base + from))
      this.#fault = this.#rows.fault;
    return this.#fault === null;
  }

  end(): Result<CsvEnd, CsvFault> {
    if (!this.#fault && !this.#rows) {
      if (this.#head.length === 0) return fail(csvTruncated(0, { at: 'start' }));
      const otherFormat = detectOtherFormat(this.#head.view());
      if (otherFormat) return fail(otherFormat);
      if (this.#inQuotes) return fail(csvTruncated(this.#bytes, { at: 'header' }));
      this.#readHeader();
    }
    const fault = this.#fault ?? this.#rows?.end(this.#bytes) ?? null;
    if (fault) return fail(fault);
    const { count = 0, misfits = 0 } = this.#rows?.writer ?? {};
    return ok({ records: count, bytes: this.#bytes, columns: this.#columns, misfits });
  }

  /** @returns the index where the rows start, or the end of the block. */
  #collectHeader(block: Uint8Array): number {
    for (let at = 0; at < block.length; at++) {
      const byte = block[at] ?? 0;
      if (this.#escaped) this.#escaped = false;
      else if (this.#inQuotes && byte === 0x5c && this.#options.backslashEscapes) this.#escaped = true;
      else if (byte === 0x22) this.#inQuotes = !this.#inQuotes;
      else if (!this.#inQuotes && (byte === 0x0a || byte === 0x0d)) {
        this.#head.add(block, 0, at);
        this.#readHeader();
        if (this.#rows) this.#rows.afterReturn = byte === 0x0d;
        return at + 1;
      }
    }
    this.#head.add(block, 0, block.length);
    if (this.#head.length > MAX_HEADER_BYTES) {
      this.#fault =
        detectOtherFormat(this.#head.view()) ??
        csvFault('source_not_csv', 0, { case: 'endless_header', limit: MAX_HEADER_BYTES });
    }
    return block.length;
  }

  #readHeader(): void {
    const head = this.#head.view();
    this.#fault = detectOtherFormat(head);
    if (this.#fault) return;
    const markLength = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    const line = head.subarray(markLength);
    const { delimiter = detectDelimiter(line) } = this.#options;
    const dialect = { delimiter, backslashEscapes: this.#options.backslashEscapes ?? false };
    let headerNames: string[] = [''];
    // A scanner without names emits every row, here the header, as a list.
    const scanner = new RowScanner(
      [],
      dialect,
      (bytes, start, end) => (headerNames = parseList(bytes, start, end)),
      MAX_ROW_BYTES,
      1,
    );
    scanner.push(line, markLength);
    this.#fault = scanner.end(markLength + line.length);
    if (this.#fault) return;
    const columns = readColumns(headerNames, this.#options.columns ?? null);
    if (!columns.ok) this.#fault = columns.fault;
    else {
      this.#columns = columns.value;
      this.#rows = new RowScanner(columns.value, dialect, this.#emit, this.#options.maxRowBytes ?? MAX_ROW_BYTES, 2);
    }
  }
}

const parseList = (bytes: Uint8Array, start: number, end: number): string[] => {
  const list: unknown = JSON.parse(
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, end)),
  );
  return Array.isArray(list) ? list.map(String) : [];
};
