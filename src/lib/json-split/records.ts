import { ByteBuffer } from '../bytes.ts';
import { framingBroken, recordTooLarge, type SplitFault, type SplitFaultParams } from './fault.ts';

/** Gets one element as `bytes.subarray(start, end)`, valid only during the call. */
export type RecordCallback = (bytes: Uint8Array, start: number, end: number) => void;

const FIRST_ELEMENT = 0; // after `[`: an element or `]`
const NEXT_ELEMENT = 1; // after a comma: an element
const AFTER_ELEMENT = 2; // after an element: a comma or `]`
const IN_CONTAINER = 3; // inside an object or an array
const IN_STRING = 4; // inside an element that is a string
const IN_SCALAR = 5; // inside a number or a literal, valid or not

const CARRY_BYTES = 64 * 1024;

/**
 * Starts after the `[`. It knows only the JSON needed to find where an element ends: quotes, escapes and matching
 * brackets. Callers must validate the elements.
 */
export class RecordScanner {
  count = 0;
  fault: SplitFault | null = null;
  readonly #emit: RecordCallback;
  readonly #maxBytes: number;
  readonly #carry = new ByteBuffer(CARRY_BYTES);
  #state = FIRST_ELEMENT;
  #inString = false;
  #escaped = false;
  #depth = 0;
  /** The closing byte of each open bracket: without this check a `}` for a `[` could swallow the next records. */
  #closers = new Uint8Array(64);

  constructor(emit: RecordCallback, maxBytes: number) {
    this.#emit = emit;
    this.#maxBytes = maxBytes;
  }

  /** @param base offset of the block in the document. @returns the index after the `]`; -1: it goes on, or `fault` */
  scan(block: Uint8Array, from: number, base: number): number {
    const length = block.length;
    let start = from;
    let at = from;
    while (at < length) {
      if (this.#state >= IN_CONTAINER) {
        at = this.#scanElement(block, at, base);
        if (at < 0) return -1;
        if (this.#state >= IN_CONTAINER) break;
        this.#emitElement(block, start, at, base);
        if (this.fault) return -1;
        continue;
      }
      const byte = block[at] ?? 0;
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) at++;
      else if (byte === 0x5d && this.#state !== NEXT_ELEMENT) return at + 1;
      else if (this.#state === AFTER_ELEMENT) {
        if (byte !== 0x2c) return this.#failFraming(base + at, 'no_separator', byte);
        this.#state = NEXT_ELEMENT;
        at++;
      } else {
        start = at;
        if (!this.#startElement(byte)) return this.#failFraming(base + at, 'no_record', byte);
        if (this.#state !== IN_SCALAR) at++;
      }
    }
    if (this.#state >= IN_CONTAINER) {
      this.#carry.add(block, start, length);
      if (this.#carry.length > this.#maxBytes)
        this.fault = recordTooLarge(base + length - this.#carry.length, this.#maxBytes);
    }
    return -1;
  }

  #failFraming(offset: number, damage: SplitFaultParams['feed_broken']['damage'], byte: number): -1 {
    this.fault = framingBroken(offset, damage, byte);
    return -1;
  }

  /** No element starts with a byte beyond ASCII, such as a second byte-order mark. */
  #startElement(byte: number): boolean {
    if (byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x3a || byte >= 0x80) return false;
    const opens = byte === 0x7b || byte === 0x5b;
    this.#state = opens ? IN_CONTAINER : byte === 0x22 ? IN_STRING : IN_SCALAR;
    this.#inString = byte === 0x22;
    this.#depth = opens ? 1 : 0;
    this.#closers[1] = byte + 2;
    return true;
  }

  #emitElement(block: Uint8Array, start: number, end: number, base: number): void {
    const carry = this.#carry;
    if (carry.length + end - start > this.#maxBytes) {
      this.fault = recordTooLarge(base + start - carry.length, this.#maxBytes);
      return;
    }
    this.count++;
    if (carry.length === 0) {
      this.#emit(block, start, end);
      return;
    }
    carry.add(block, start, end);
    this.#emit(carry.bytes, 0, carry.length);
    carry.clear();
  }

  /** @returns the index where the element ends (then the state is AFTER_ELEMENT) or the block does; -1 with `fault` */
  #scanElement(block: Uint8Array, from: number, base: number): number {
    return this.#state === IN_SCALAR ? this.#scanScalar(block, from) : this.#scanBracketsAndStrings(block, from, base);
  }

  #scanScalar(block: Uint8Array, from: number): number {
    for (let at = from; at < block.length; at++) {
      const byte = block[at] ?? 0;
      const ends = byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x7b || byte === 0x5b || byte === 0x22;
      if (ends || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
        this.#state = AFTER_ELEMENT;
        return at;
      }
    }
    return block.length;
  }

  // The hot loop: all its state is in locals, because a loop over fields runs up to four times slower.
  #scanBracketsAndStrings(block: Uint8Array, from: number, base: number): number {
    const length = block.length;
    let at = from;
    let depth = this.#depth;
    let inString = this.#inString;
    let closers = this.#closers;
    if (this.#escaped) {
      this.#escaped = false;
      at++;
    }
    while (at < length) {
      if (inString) {
        let byte = block[at++];
        while (byte !== 0x22 && byte !== 0x5c && at < length) byte = block[at++];
        if (byte === 0x22) {
          inString = false;
          if (depth > 0) continue;
          this.#state = AFTER_ELEMENT;
          return at;
        }
        if (byte === 0x5c) {
          if (at === length) this.#escaped = true;
          at++;
        }
        continue;
      }
      const byte = block[at++];
      if (byte === 0x22) inString = true;
      else if (byte === 0x7b || byte === 0x5b) {
        depth++;
        if (depth === closers.length) {
          closers = new Uint8Array(depth * 4);
          closers.set(this.#closers);
          this.#closers = closers;
        }
        closers[depth] = byte + 2;
      } else if (byte === 0x7d || byte === 0x5d) {
        if (closers[depth] !== byte) return this.#failFraming(base + at - 1, 'wrong_bracket', byte);
        depth--;
        if (depth === 0) {
          this.#state = AFTER_ELEMENT;
          return at;
        }
      }
    }
    this.#depth = depth;
    this.#inString = inString;
    return length;
  }
}
