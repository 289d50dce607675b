import type { RecordCallback } from '../json-split/records.ts';
import * as bytes from './bytes.ts';
import { type CsvFault, csvEndedEarly, notUtf8, rowTooLarge, strayBehindQuote } from './fault.ts';
import { RowWriter } from './row-writer.ts';

// Where the scanner stands.
const PLAIN = 0; // in a value without quotes
const QUOTED = 1; // in a value with them
const START = 2; // where a value begins
const CLOSED = 3; // behind a quote inside quotes: the value has ended, or the quote is doubled
const ESCAPED = 4; // behind a backslash inside quotes

const SLICE_BYTES = 64 * 1024;

export interface CsvDialect {
  delimiter: number;
  /** Quotes inside quotes are escaped by a backslash, not doubled. */
  backslash: boolean;
}

/**
 * Turns rows of CSV into JSON objects, byte by byte. A row that has another number of values than the header, or a quote
 * inside a value without quotes, is emitted as the list of its values: whoever reads it can tell, and fail it alone.
 */
export class RowScanner {
  fault: CsvFault | null = null;
  /** The last row ended with a carriage return: a line feed behind it belongs to the same line break. */
  afterReturn = false;
  readonly written: RowWriter;
  readonly #first: number;
  readonly #backslash: boolean;
  readonly #largest: number;
  readonly #outside: Uint8Array;
  readonly #inside: Uint8Array;
  #used = 0;
  #state = START;
  #field = 0;
  #stray = false;
  #lead = 0;
  #leadAt = 0;
  #follow = 0;
  #low = 0x80;
  #high = 0xbf;
  #rowAt = 0;

  /** @param names of the columns. @param largest bytes that one row may have as JSON. @param first number of the first row */
  constructor(names: string[], dialect: CsvDialect, emit: RecordCallback, largest: number, first: number) {
    this.written = new RowWriter(names, emit);
    this.#first = first;
    this.#backslash = dialect.backslash;
    this.#largest = largest;
    this.#outside = bytes.kindsOf(dialect.delimiter, false);
    this.#inside = bytes.kindsOf(dialect.delimiter, true);
  }

  /** @param base offset of the block in the file, for faults. @returns false with `fault` set. */
  push(block: Uint8Array, base: number): boolean {
    for (let from = 0; from < block.length && !this.fault; from += SLICE_BYTES) {
      const to = Math.min(block.length, from + SLICE_BYTES);
      this.written.reserve(this.#used, to - from);
      this.fault = this.#slice(block, from, to, base);
      if (this.#used > this.#largest) this.fault ??= rowTooLarge(this.#rowAt, this.#row, this.#largest);
    }
    return this.fault === null;
  }

  /** @param offset bytes of the whole file. @returns why the last row cannot be trusted, or null. */
  end(offset: number): CsvFault | null {
    if (this.fault) return this.fault;
    if (this.#state === QUOTED || this.#state === ESCAPED)
      return csvEndedEarly(offset, `inside the quotes of a value in row ${this.#row}`);
    if (this.#follow > 0) return csvEndedEarly(offset, `in the middle of a character in row ${this.#row}`);
    if (this.#state === START && this.#field === 0) return null;
    const { width } = this.written;
    // A whole file may lack its last line break, but then its last row is whole.
    if (this.#field + 1 < width)
      return csvEndedEarly(offset, `in row ${this.#row}: its last row has ${this.#field + 1} of ${width} values`);
    if (this.#state === START) this.#used = this.written.open(this.#field, this.#used);
    this.written.finish(this.#used, this.#field, this.#stray);
    return null;
  }

  get #row(): number {
    return this.#first + this.written.count;
  }

  // The hot loop: all its state is in locals, because a loop over fields runs up to four times slower.
  #slice(block: Uint8Array, from: number, to: number, base: number): CsvFault | null {
    const { written } = this;
    const { out } = written;
    const outside = this.#outside;
    const inside = this.#inside;
    const blanks = written.width !== 1;
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
      if (state === START) {
        if (field === 0) {
          const second = this.afterReturn && byte === 0x0a;
          this.afterReturn = false;
          if (second || (blanks && (byte === 0x0a || byte === 0x0d))) {
            at++;
            continue;
          }
          this.#rowAt = base + at;
        }
        used = written.open(field, used);
        state = byte === 0x22 ? QUOTED : PLAIN;
        if (state === QUOTED) {
          at++;
          continue;
        }
      } else if (state === CLOSED) {
        const kind = outside[byte] ?? 0;
        if (kind === bytes.QUOTE && !this.#backslash) {
          state = QUOTED;
          out[used++] = 0x5c;
          out[used++] = 0x22;
          at++;
          continue;
        }
        if (kind !== bytes.DELIMITER && kind !== bytes.LINE_FEED && kind !== bytes.CARRIAGE_RETURN)
          return strayBehindQuote(base + at, this.#row, byte, this.#backslash);
        state = PLAIN;
      } else if (state === ESCAPED) {
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
      while (kind === bytes.PLAIN_BYTE) {
        out[used++] = byte;
        if (++at === to) break;
        byte = block[at] ?? 0;
        kind = kinds[byte] ?? 0;
      }
      if (at === to) break;
      at++;
      if (kind === bytes.DELIMITER) {
        written.close(field, used);
        field++;
        state = START;
      } else if (kind === bytes.LINE_FEED || kind === bytes.CARRIAGE_RETURN) {
        if (used > this.#largest) return rowTooLarge(this.#rowAt, this.#row, this.#largest);
        written.finish(used, field, this.#stray);
        this.#stray = false;
        this.afterReturn = kind === bytes.CARRIAGE_RETURN;
        used = 0;
        field = 0;
        state = START;
      } else if (kind === bytes.HIGH) {
        const lead = bytes.LEADS[byte] ?? 0;
        if (lead === 0) return notUtf8(base + at - 1, this.#row, byte);
        this.#lead = byte;
        this.#leadAt = base + at - 1;
        this.#follow = lead >> 16;
        this.#low = (lead >> 8) & 0xff;
        this.#high = lead & 0xff;
        out[used++] = byte;
      } else if (kind === bytes.QUOTE && state === QUOTED) state = CLOSED;
      else if (kind === bytes.BACKSLASH && state === QUOTED && this.#backslash) state = ESCAPED;
      else if (kind === bytes.CONTROL) for (const part of bytes.ESCAPES[byte] ?? []) out[used++] = part;
      else {
        if (kind === bytes.QUOTE) this.#stray = true;
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
