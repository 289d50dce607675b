import { ByteBuffer } from '../bytes.ts';
import type { RecordCallback } from '../json-split/records.ts';
import { type CsvFault, csvFault, csvTruncated, notUtf8, rowTooLarge } from './fault.ts';

const PLAIN_BYTE = 0;
const DELIMITER = 1;
const QUOTE = 2;
const LINE_FEED = 3;
const CARRIAGE_RETURN = 4;
const BACKSLASH = 5;
const CONTROL = 6;
const HIGH = 7;

function kindsOf(delimiter: number, inQuotes: boolean): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds.fill(CONTROL, 0, 0x20).fill(HIGH, 0x80);
  kinds[0x22] = QUOTE;
  kinds[0x5c] = BACKSLASH;
  if (inQuotes) return kinds;
  kinds[0x0a] = LINE_FEED;
  kinds[0x0d] = CARRIAGE_RETURN;
  kinds[delimiter] = DELIMITER;
  return kinds;
}

/** By the first byte of a UTF-8 sequence: the number of following bytes, and the bounds of the second. Zero: invalid. */
const LEAD_BYTES = new Uint32Array(256);
const setLeadBytes = (from: number, to: number, follow: number, low = 0x80, high = 0xbf) =>
  LEAD_BYTES.fill((follow << 16) | (low << 8) | high, from, to + 1);
setLeadBytes(0xc2, 0xdf, 1);
setLeadBytes(0xe0, 0xe0, 2, 0xa0);
setLeadBytes(0xe1, 0xef, 2);
setLeadBytes(0xed, 0xed, 2, 0x80, 0x9f);
setLeadBytes(0xf0, 0xf0, 3, 0x90);
setLeadBytes(0xf1, 0xf3, 3);
setLeadBytes(0xf4, 0xf4, 3, 0x80, 0x8f);

const SHORT_ESCAPES: Record<number, string> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' };
const ESCAPES: readonly Uint8Array[] = Array.from({ length: 0x20 }, (_, code) =>
  new TextEncoder().encode(SHORT_ESCAPES[code] ?? `\\u00${code.toString(16).padStart(2, '0')}`),
);

const utf8 = new TextEncoder();
const OPEN = utf8.encode('["');
const SEPARATOR = utf8.encode('","');
const CLOSE = utf8.encode('"]');
/** Bytes of JSON for one byte of CSV: an escape, and the separator of a value beyond the header. */
const MAX_EXPANSION = 9;

class RowWriter {
  /** The scanner writes escaped values directly into it. */
  out = new Uint8Array(64 * 1024);
  count = 0;
  misfits = 0;
  readonly columnCount: number;
  readonly #emit: RecordCallback;
  readonly #prefixes: Uint8Array[];
  readonly #keyBytes: number;
  readonly #list = new ByteBuffer(1024);
  /** Start and end of each value, in pairs. */
  #spans = new Int32Array(256);

  constructor(names: string[], emit: RecordCallback) {
    this.columnCount = names.length;
    this.#emit = emit;
    this.#prefixes = names.map((name, at) => utf8.encode(`${at === 0 ? '{' : '",'}${JSON.stringify(name)}:"`));
    this.#keyBytes = this.#prefixes.reduce((sum, key) => sum + key.length, 0);
  }

  /** @param used bytes of `out`. @param bytes of CSV to come */
  reserve(used: number, bytes: number): void {
    const room = used + this.#keyBytes + (bytes + 1) * MAX_EXPANSION;
    if (room <= this.out.length) return;
    const larger = new Uint8Array(Math.max(room, this.out.length * 2));
    larger.set(this.out.subarray(0, used));
    this.out = larger;
  }

  /** @returns the index where the value starts */
  open(field: number, at: number): number {
    const out = this.out;
    const before = this.#prefixes[field] ?? SEPARATOR;
    let used = at;
    for (let index = 0; index < before.length; index++) out[used++] = before[index] ?? 0;
    if (field * 2 >= this.#spans.length) {
      const larger = new Int32Array(this.#spans.length * 2);
      larger.set(this.#spans);
      this.#spans = larger;
    }
    this.#spans[field * 2] = used;
    return used;
  }

  close(field: number, at: number): void {
    this.#spans[field * 2 + 1] = at;
  }

  finish(used: number, field: number, hasStrayQuote: boolean): void {
    this.close(field, used);
    this.count++;
    if (field + 1 === this.columnCount && !hasStrayQuote) {
      this.out[used] = 0x22;
      this.out[used + 1] = 0x7d;
      this.#emit(this.out, 0, used + 2);
    } else this.#emitList(field + 1);
  }

  #emitList(fields: number): void {
    this.misfits++;
    const list = this.#list;
    list.clear();
    for (let field = 0; field < fields; field++) {
      const mark = field === 0 ? OPEN : SEPARATOR;
      list.add(mark, 0, mark.length);
      list.add(this.out, this.#spans[field * 2] ?? 0, this.#spans[field * 2 + 1] ?? 0);
    }
    list.add(CLOSE, 0, CLOSE.length);
    this.#emit(list.bytes, 0, list.length);
  }
}

const UNQUOTED = 0;
const QUOTED = 1;
const VALUE_START = 2;
const AFTER_QUOTE = 3; // after a quote inside quotes: the value has ended, or the quote is doubled
const AFTER_BACKSLASH = 4; // after a backslash inside quotes

const SLICE_BYTES = 64 * 1024;

interface CsvDialect {
  delimiter: number;
  backslashEscapes: boolean;
}

/**
 * A row with another number of values than the header, or with a quote inside an unquoted value, is emitted as the list
 * of its values, so that the reader can reject that row alone.
 */
export class RowScanner {
  fault: CsvFault | null = null;
  /** Then a line feed at the start of the next row belongs to the same line break. */
  afterReturn = false;
  readonly writer: RowWriter;
  readonly #firstRow: number;
  readonly #backslashEscapes: boolean;
  readonly #maxBytes: number;
  readonly #outside: Uint8Array;
  readonly #inside: Uint8Array;
  #used = 0;
  #state = VALUE_START;
  #field = 0;
  #hasStrayQuote = false;
  #lead = 0;
  #leadAt = 0;
  #follow = 0;
  #low = 0x80;
  #high = 0xbf;
  #rowAt = 0;

  /** @param maxBytes of a row as JSON. @param firstRow its number, for faults */
  constructor(names: string[], dialect: CsvDialect, emit: RecordCallback, maxBytes: number, firstRow: number) {
    this.writer = new RowWriter(names, emit);
    this.#firstRow = firstRow;
    this.#backslashEscapes = dialect.backslashEscapes;
    this.#maxBytes = maxBytes;
    this.#outside = kindsOf(dialect.delimiter, false);
    this.#inside = kindsOf(dialect.delimiter, true);
  }

  /** @param base offset of the block in the file. @returns false with `fault` set */
  push(block: Uint8Array, base: number): boolean {
    for (let from = 0; from < block.length && !this.fault; from += SLICE_BYTES) {
      const to = Math.min(block.length, from + SLICE_BYTES);
      this.writer.reserve(this.#used, to - from);
      this.fault = this.#scanSlice(block, from, to, base);
      if (this.#used > this.#maxBytes) this.fault ??= rowTooLarge(this.#rowAt, this.#row, this.#maxBytes);
    }
    return this.fault === null;
  }

  end(offset: number): CsvFault | null {
    if (this.fault) return this.fault;
    if (this.#state === QUOTED || this.#state === AFTER_BACKSLASH)
      return csvTruncated(offset, { at: 'quotes', row: this.#row });
    if (this.#follow > 0) return csvTruncated(offset, { at: 'character', row: this.#row });
    if (this.#state === VALUE_START && this.#field === 0) return null;
    const { columnCount: width } = this.writer;
    // The last line break is optional, but without it a short row may be a truncated one.
    if (this.#field + 1 < width)
      return csvTruncated(offset, { at: 'row', row: this.#row, values: this.#field + 1, width });
    if (this.#state === VALUE_START) this.#used = this.writer.open(this.#field, this.#used);
    this.writer.finish(this.#used, this.#field, this.#hasStrayQuote);
    return null;
  }

  get #row(): number {
    return this.#firstRow + this.writer.count;
  }

  #byteBehindQuote(offset: number, byte: number): CsvFault {
    return csvFault('feed_broken', offset, {
      case: 'csv',
      offset,
      row: this.#row,
      byte,
      backslash: this.#backslashEscapes,
    });
  }

  // The hot loop: all its state is in locals, because a loop over fields runs up to four times slower.
  #scanSlice(block: Uint8Array, from: number, to: number, base: number): CsvFault | null {
    const { writer: written } = this;
    const { out } = written;
    const outside = this.#outside;
    const inside = this.#inside;
    const skipsBlankRows = written.columnCount !== 1;
    let used = this.#used;
    let state = this.#state;
    let field = this.#field;
    let at = from;
    while (at < to) {
      let byte = block[at] ?? 0;
      if (this.#follow > 0) {
        if (byte < this.#low || byte > this.#high) return notUtf8(this.#leadAt, this.#row, this.#lead);
        this.#follow--;
        this.#low = 0x80;
        this.#high = 0xbf;
        out[used++] = byte;
        at++;
        continue;
      }
      if (state === VALUE_START) {
        if (field === 0) {
          const isSecondOfCrLf = this.afterReturn && byte === 0x0a;
          this.afterReturn = false;
          if (isSecondOfCrLf || (skipsBlankRows && (byte === 0x0a || byte === 0x0d))) {
            at++;
            continue;
          }
          this.#rowAt = base + at;
        }
        used = written.open(field, used);
        state = byte === 0x22 ? QUOTED : UNQUOTED;
        if (state === QUOTED) {
          at++;
          continue;
        }
      } else if (state === AFTER_QUOTE) {
        const kind = outside[byte] ?? 0;
        if (kind === QUOTE && !this.#backslashEscapes) {
          state = QUOTED;
          out[used++] = 0x5c;
          out[used++] = 0x22;
          at++;
          continue;
        }
        if (kind !== DELIMITER && kind !== LINE_FEED && kind !== CARRIAGE_RETURN)
          return this.#byteBehindQuote(base + at, byte);
        state = UNQUOTED;
      } else if (state === AFTER_BACKSLASH) {
        state = QUOTED;
        out[used++] = 0x5c;
        if (byte === 0x22 || byte === 0x5c) {
          out[used++] = byte;
          at++;
        } else out[used++] = 0x5c;
        continue;
      }
      const kinds = state === QUOTED ? inside : outside;
      let kind = kinds[byte] ?? 0;
      while (kind === PLAIN_BYTE) {
        out[used++] = byte;
        if (++at === to) break;
        byte = block[at] ?? 0;
        kind = kinds[byte] ?? 0;
      }
      if (at === to) break;
      at++;
      if (kind === DELIMITER) {
        written.close(field, used);
        field++;
        state = VALUE_START;
      } else if (kind === LINE_FEED || kind === CARRIAGE_RETURN) {
        if (used > this.#maxBytes) return rowTooLarge(this.#rowAt, this.#row, this.#maxBytes);
        written.finish(used, field, this.#hasStrayQuote);
        this.#hasStrayQuote = false;
        this.afterReturn = kind === CARRIAGE_RETURN;
        used = 0;
        field = 0;
        state = VALUE_START;
      } else if (kind === HIGH) {
        const lead = LEAD_BYTES[byte] ?? 0;
        if (lead === 0) return notUtf8(base + at - 1, this.#row, byte);
        this.#lead = byte;
        this.#leadAt = base + at - 1;
        this.#follow = lead >> 16;
        this.#low = (lead >> 8) & 0xff;
        this.#high = lead & 0xff;
        out[used++] = byte;
      } else if (kind === QUOTE && state === QUOTED) state = AFTER_QUOTE;
      else if (kind === BACKSLASH && state === QUOTED && this.#backslashEscapes) state = AFTER_BACKSLASH;
      else if (kind === CONTROL) for (const part of ESCAPES[byte] ?? []) out[used++] = part;
      else {
        if (kind === QUOTE) this.#hasStrayQuote = true;
        out[used++] = 0x5c;
        out[used++] = byte;
      }
    }
    this.#used = used;
    this.#state = state;
    this.#field = field;
    return null;
  }
}
