import { ByteBuffer } from '../bytes.ts';
import { tryParseJson } from '../json.ts';
import { envelopeTooLarge, framingBroken, recordsNotFound, type SplitFault } from './fault.ts';

const text = new TextDecoder('utf-8');

const keyFrom = (quoted: Uint8Array): string | null => {
  const json = tryParseJson(text.decode(quoted));
  return typeof json?.value === 'string' ? json.value : null;
};

/** Keeps everything around the array of records, and does not validate: parse the bytes kept at the end. */
export class EnvelopeScanner {
  fault: SplitFault | null = null;
  found = false;
  /** The document with `[]` in place of the records. */
  readonly kept = new ByteBuffer(4096);
  readonly #path: string[];
  readonly #maxBytes: number;
  readonly #seenKeys: string[][] = [];
  #depth = 0;
  /** Of the open brackets, how many are on the path. */
  #pathDepth = 0;
  #ended = false;
  #inString = false;
  #escaped = false;
  #expectsKey = false;
  #keyStart = -1;
  #keyMatches = false;

  /** @param path keys from the root, none for a root array. @param maxBytes of the document without its records */
  constructor(path: string[], maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  get isComplete(): boolean {
    return this.#ended;
  }

  /** @param base offset of the block in the document. @returns the index after the records' `[`; -1: none or `fault` */
  scan(block: Uint8Array, from: number, base: number): number {
    for (let at = from; at < block.length; at++) {
      const byte = block[at] ?? 0;
      if (this.kept.length >= this.#maxBytes) return this.#fail(this.#overflowFault(base + at));
      this.kept.add(block, at, at + 1);
      if (this.#inString) this.#scanString(byte);
      else if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue;
      else if (this.#ended) return this.#fail(framingBroken(base + at, 'trailing', byte));
      else if (byte === 0x22) this.#openString();
      else if (byte === 0x7b || byte === 0x5b) {
        if (!this.#openBracket(byte)) continue;
        if (this.found) return this.#fail(framingBroken(base + at, 'second_list'));
        this.found = true;
        return at + 1;
      } else if (byte === 0x7d || byte === 0x5d) this.#closeBracket();
      else if (byte === 0x2c && this.#depth === this.#pathDepth) {
        this.#expectsKey = true;
        this.#keyMatches = false;
      }
    }
    return -1;
  }

  resume(): void {
    this.kept.add(CLOSE, 0, 1);
    if (this.#depth === 0) this.#ended = true;
  }

  #fail(fault: SplitFault): -1 {
    this.fault = fault;
    return -1;
  }

  #overflowFault(offset: number): SplitFault {
    if (this.found) return envelopeTooLarge(offset, this.#maxBytes);
    const deepest = Math.max(this.#seenKeys.length - 1, 0);
    const keys = this.#seenKeys[deepest] ?? null;
    const missing = this.#path[deepest];
    return missing === undefined
      ? recordsNotFound(offset, this.#path, null, null, 'no array')
      : recordsNotFound(offset, this.#path.slice(0, deepest), missing, keys, 'no object');
  }

  #scanString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === 0x5c) this.#escaped = true;
    else if (byte === 0x22) {
      this.#inString = false;
      if (this.#keyStart < 0) return;
      const key = keyFrom(this.kept.bytes.subarray(this.#keyStart, this.kept.length));
      this.#keyStart = -1;
      this.#keyMatches = key !== null && key === this.#path[this.#depth - 1];
      const seen = this.#seenKeys[this.#depth - 1];
      if (key !== null && seen && seen.length <= 20) seen.push(key);
    }
  }

  #openString(): void {
    this.#inString = true;
    if (!this.#expectsKey || this.#depth !== this.#pathDepth) return;
    this.#expectsKey = false;
    this.#keyStart = this.kept.length - 1;
  }

  /** @returns true for the `[` of the records */
  #openBracket(byte: number): boolean {
    const isOnPath = this.#depth === this.#pathDepth && (this.#depth === 0 || this.#keyMatches);
    this.#keyMatches = false;
    if (isOnPath && byte === 0x5b && this.#depth === this.#path.length) return true;
    this.#depth++;
    if (isOnPath && byte === 0x7b && this.#depth <= this.#path.length) {
      this.#pathDepth = this.#depth;
      this.#expectsKey = true;
      this.#seenKeys[this.#depth - 1] ??= [];
    }
    return false;
  }

  #closeBracket(): void {
    if (this.#pathDepth === this.#depth) this.#pathDepth--;
    this.#depth--;
    this.#expectsKey = false;
    if (this.#depth <= 0) this.#ended = true;
  }
}

const CLOSE = new Uint8Array([0x5d]);
