import { isObject, keysOf, tryParseJson, valueAt } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { EnvelopeScanner } from './envelope.ts';
import { documentTruncated, framingBroken, notJson, recordsNotFound, type SplitFault } from './fault.ts';
import { type RecordCallback, RecordScanner } from './records.ts';

export type { SplitFault } from './fault.ts';
export type { RecordCallback } from './records.ts';

export interface SplitEnd {
  records: number;
  bytes: number;
  /** The document, with an empty array in place of the records. */
  envelope: unknown;
}

export interface SplitLimits {
  maxRecordBytes: number;
  maxEnvelopeBytes: number;
}

const DEFAULT_LIMITS: SplitLimits = { maxRecordBytes: 4 * 1024 * 1024, maxEnvelopeBytes: 1024 * 1024 };
const HEAD_BYTES = 256;
const BYTE_ORDER_MARK_BYTES = [0xef, 0xbb, 0xbf];
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8');

const describeType = (value: unknown): string => {
  if (Array.isArray(value)) return 'an array';
  if (value === null) return 'null';
  return isObject(value) ? 'an object' : 'one value';
};

/**
 * Holds no more than one element. The framing is read strictly: a document that `end` accepts, and whose elements all
 * parse, is valid JSON as a whole. Emitted elements are valid only once `end` has accepted the document.
 */
export class JsonSplitter {
  readonly #path: string[];
  readonly #records: RecordScanner;
  readonly #envelope: EnvelopeScanner;
  #bytes = 0;
  #markBytes = 0;
  #started = false;
  #inArray = false;
  #fault: SplitFault | null = null;
  /** The first bytes of a document that is not JSON; null while it may be. */
  #head: number[] | null = null;

  /** @param path dotted keys from the root to the array, `''` for a root array */
  constructor(path: string, emit: RecordCallback, limits: Partial<SplitLimits> = {}) {
    this.#path = keysOf(path);
    this.#records = new RecordScanner(emit, limits.maxRecordBytes ?? DEFAULT_LIMITS.maxRecordBytes);
    this.#envelope = new EnvelopeScanner(this.#path, limits.maxEnvelopeBytes ?? DEFAULT_LIMITS.maxEnvelopeBytes);
  }

  /** @returns false once the document is known to be invalid: `end` returns the fault */
  push(block: Uint8Array): boolean {
    const base = this.#bytes;
    this.#bytes += block.length;
    if (this.#fault) return false;
    let at = this.#started ? 0 : this.#skipToStart(block);
    if (this.#head) return this.#collectHead(block, at);
    while (at >= 0 && at < block.length) {
      const scanner = this.#inArray ? this.#records : this.#envelope;
      at = scanner.scan(block, at, base);
      this.#fault = scanner.fault;
      if (at < 0) break;
      if (this.#inArray) this.#envelope.resume();
      this.#inArray = !this.#inArray;
    }
    return this.#fault === null;
  }

  end(): Result<SplitEnd, SplitFault> {
    const bytes = this.#bytes;
    if (this.#fault) return fail(this.#fault);
    if (this.#head) return fail(this.#notJsonAtEnd(this.#head));
    if (!this.#started) return fail(documentTruncated(bytes, 'start'));
    const records = this.#records.count;
    if (this.#inArray) return fail(documentTruncated(bytes, 'list', records));
    if (!this.#envelope.isComplete) return fail(documentTruncated(bytes, 'document'));
    let envelope: unknown;
    try {
      envelope = JSON.parse(strict.decode(this.#envelope.kept.view()));
    } catch {
      return fail(framingBroken(bytes, 'envelope'));
    }
    if (!this.#envelope.found) return fail(this.#notFoundFault(envelope));
    // Other JSON parsers would take the last of repeated keys along the path.
    if (!Array.isArray(valueAt(envelope, this.#path.join('.')))) return fail(framingBroken(bytes, 'repeated_key'));
    return ok({ records, bytes, envelope });
  }

  /** @returns the index where the document starts, or the end of the block */
  #skipToStart(block: Uint8Array): number {
    for (let at = 0; at < block.length; at++) {
      const byte = block[at] ?? 0;
      const marked = this.#markBytes === 0 || this.#markBytes === BYTE_ORDER_MARK_BYTES.length;
      if (
        this.#markBytes < BYTE_ORDER_MARK_BYTES.length &&
        byte === BYTE_ORDER_MARK_BYTES[this.#markBytes] &&
        this.#bytes - block.length + at === this.#markBytes
      )
        this.#markBytes++;
      else if (marked && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) continue;
      else {
        this.#started = true;
        if (!marked || (byte !== 0x7b && byte !== 0x5b)) this.#head = [];
        return at;
      }
    }
    return block.length;
  }

  #collectHead(block: Uint8Array, from: number): boolean {
    const head = this.#head ?? [];
    for (let at = from; at < block.length && head.length < HEAD_BYTES; at++) head.push(block[at] ?? 0);
    if (head.length >= HEAD_BYTES) this.#fault = notJson(lenient.decode(new Uint8Array(head)));
    return this.#fault === null;
  }

  #notJsonAtEnd(head: number[]): SplitFault {
    const text = lenient.decode(new Uint8Array(head));
    const json = tryParseJson(text);
    return json ? recordsNotFound(0, [], this.#path[0] ?? null, null, describeType(json.value)) : notJson(text);
  }

  #notFoundFault(envelope: unknown): SplitFault {
    let value = envelope;
    let steps = 0;
    for (const key of this.#path) {
      if (!isObject(value) || !Object.hasOwn(value, key)) break;
      value = value[key];
      steps++;
    }
    const missing = this.#path[steps] ?? null;
    const keys = isObject(value) ? Object.keys(value) : null;
    return recordsNotFound(this.#bytes, this.#path.slice(0, steps), missing, keys, describeType(value));
  }
}
