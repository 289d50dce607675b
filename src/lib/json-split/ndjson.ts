import { ByteBuffer } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { documentTruncated, notJson, notNdjson, recordTooLarge, type SplitFault } from './fault.ts';
import type { RecordCallback } from './records.ts';

const MAX_RECORD_BYTES = 4 * 1024 * 1024;
const HEAD_BYTES = 256;

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/**
 * Empty lines are skipped. Callers must validate the lines; only a last line without a line break is parsed here,
 * because it may be truncated.
 */
export class NdjsonSplitter {
  readonly #emit: RecordCallback;
  readonly #maxBytes: number;
  readonly #skipFormatCheck: boolean;
  readonly #carry = new ByteBuffer(64 * 1024);
  #records = 0;
  #bytes = 0;
  #fault: SplitFault | null = null;

  /** @param skipFormatCheck the first line may look like another format */
  constructor(emit: RecordCallback, maxBytes = MAX_RECORD_BYTES, skipFormatCheck = false) {
    this.#emit = emit;
    this.#maxBytes = maxBytes;
    this.#skipFormatCheck = skipFormatCheck;
  }

  /** @returns false once the feed is known to be invalid: `end` returns the fault */
  push(block: Uint8Array): boolean {
    const base = this.#bytes;
    this.#bytes += block.length;
    let start = 0;
    for (let at = 0; at < block.length && !this.#fault; at++) {
      if (block[at] !== 0x0a) continue;
      if (this.#carry.length === 0) this.#emitLine(block, start, at, base + start);
      else {
        this.#carry.add(block, start, at);
        this.#emitLine(this.#carry.bytes, 0, this.#carry.length, base + at - this.#carry.length);
        this.#carry.clear();
      }
      start = at + 1;
    }
    if (this.#fault) return false;
    this.#carry.add(block, start, block.length);
    // Another format may have no line breaks at all.
    if (this.#carry.length > this.#maxBytes)
      this.#fault =
        this.#wrongFormat(this.#carry.view()) ?? recordTooLarge(this.#bytes - this.#carry.length, this.#maxBytes);
    return this.#fault === null;
  }

  end(): Result<{ records: number; bytes: number }, SplitFault> {
    const rest = this.#carry.view();
    if (!this.#fault && this.#bytes === 0) return fail(documentTruncated(0, 'start'));
    if (!this.#fault && this.#records > 0 && !isValidOrBlank(rest))
      return fail(documentTruncated(this.#bytes, 'record', this.#records));
    if (!this.#fault) this.#emitLine(rest, 0, rest.length, this.#bytes - rest.length);
    if (this.#fault) return fail(this.#fault);
    if (this.#records === 1 && rest.length > 0 && !isValidOrBlank(rest))
      return fail(documentTruncated(this.#bytes, 'first_record'));
    return ok({ records: this.#records, bytes: this.#bytes });
  }

  #emitLine(bytes: Uint8Array, from: number, to: number, offset: number): void {
    let start = from;
    let end = to;
    if (offset === 0 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
    while (start < end && isSpace(bytes[start])) start++;
    while (end > start && isSpace(bytes[end - 1])) end--;
    if (start === end) return;
    if (end - start > this.#maxBytes) {
      this.#fault = recordTooLarge(offset, this.#maxBytes);
      return;
    }
    if (this.#records === 0) this.#fault = this.#wrongFormat(bytes.subarray(start, end));
    if (this.#fault) return;
    this.#records++;
    this.#emit(bytes, start, end);
  }

  #wrongFormat(bytes: Uint8Array): SplitFault | null {
    if (this.#skipFormatCheck || this.#records > 0 || bytes[0] === 0x7b) return null;
    return bytes[0] === 0x5b ? notNdjson() : notJson(new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)));
  }
}

function isValidOrBlank(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes).trim();
    if (text !== '') JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
/** As illegal inside a JSON string as a raw line break, but no line break. */
const UNIT_SEPARATOR = 0x1f;

/**
 * A line break between tokens becomes a space; one inside a string, where it is illegal, becomes another illegal byte,
 * so that invalid JSON stays invalid.
 * @param at index in `target`, which must have room for `end - start` bytes
 * @returns the index after the last byte written; the length does not change
 */
export function copyOnOneLine(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array<ArrayBuffer>,
  at: number,
): number {
  target.set(source.subarray(start, end), at);
  const targetEnd = at + end - start;
  if (hasLineBreak(source, start, end)) replaceLineBreaks(target, at, targetEnd);
  return targetEnd;
}

// Four at a time: in workerd half the cost of two calls of `indexOf`, which is not native there.
function hasLineBreak(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  for (const last = end - 3; at < last; at += 4)
    if (isControl(bytes[at]) || isControl(bytes[at + 1]) || isControl(bytes[at + 2]) || isControl(bytes[at + 3]))
      return true;
  for (; at < end; at++) if (isControl(bytes[at])) return true;
  return false;
}

// Matches tabs too: a needless second pass is cheaper than a finer test here.
const isControl = (byte: number | undefined): boolean => byte !== undefined && byte <= CARRIAGE_RETURN;

function replaceLineBreaks(bytes: Uint8Array, from: number, to: number): void {
  let inString = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 0x22) inString = !inString;
    else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) bytes[at] = inString ? UNIT_SEPARATOR : SPACE;
    else if (byte === 0x5c && inString) {
      at++;
      // A backslash before a line break is invalid whatever follows.
      if (at < to && (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN)) bytes[at] = UNIT_SEPARATOR;
    }
  }
}
