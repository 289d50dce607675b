import { GrowingBytes } from './growing-bytes.ts';
import { incomplete, notJson, recordTooLarge, type SplitFault } from './json-split/fault.ts';
import type { OnRecord } from './json-split/records.ts';
import { fail, ok, type Result } from './result.ts';

const LARGEST = 4 * 1024 * 1024;
const HEAD = 256;

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/**
 * Splits JSON texts that stand one on a line, while they come in; empty lines are skipped. Whether a line is sound JSON
 * is for whoever reads it, but the last one, which may have been cut, is looked at when no line break follows it.
 */
export class NdjsonSplitter {
  readonly #emit: OnRecord;
  readonly #largest: number;
  readonly #ours: boolean;
  readonly #carry = new GrowingBytes(64 * 1024);
  #records = 0;
  #bytes = 0;
  #fault: SplitFault | null = null;

  /**
   * @param emit gets each text as `bytes.subarray(start, end)`, valid during the call only.
   * @param ours the lines are of our own making: whatever the first one is, it is no answer of a strange server.
   */
  constructor(emit: OnRecord, largest = LARGEST, ours = false) {
    this.#emit = emit;
    this.#largest = largest;
    this.#ours = ours;
  }

  /** @returns false once the feed is known to be unsound: `end` says why. */
  push(block: Uint8Array): boolean {
    const base = this.#bytes;
    this.#bytes += block.length;
    let start = 0;
    for (let at = 0; at < block.length && !this.#fault; at++) {
      if (block[at] !== 0x0a) continue;
      if (this.#carry.length === 0) this.#line(block, start, at, base + start);
      else {
        this.#carry.add(block, start, at);
        this.#line(this.#carry.bytes, 0, this.#carry.length, base + at - this.#carry.length);
        this.#carry.clear();
      }
      start = at + 1;
    }
    if (this.#fault) return false;
    this.#carry.add(block, start, block.length);
    // What is no JSON may have no line breaks at all.
    if (this.#carry.length > this.#largest)
      this.#fault =
        this.#strange(this.#carry.view()) ?? recordTooLarge(this.#bytes - this.#carry.length, this.#largest);
    return this.#fault === null;
  }

  end(): Result<{ records: number; bytes: number }, SplitFault> {
    const rest = this.#carry.view();
    if (!this.#fault && this.#bytes === 0) return fail(incomplete(0, 'before anything was said'));
    if (!this.#fault && this.#records > 0 && !soundOrBlank(rest))
      return fail(incomplete(this.#bytes, `inside a record, behind ${this.#records} whole ones`));
    if (!this.#fault) this.#line(rest, 0, rest.length, this.#bytes - rest.length);
    if (this.#fault) return fail(this.#fault);
    if (this.#records === 1 && rest.length > 0 && !soundOrBlank(rest))
      return fail(incomplete(this.#bytes, 'inside the first record'));
    return ok({ records: this.#records, bytes: this.#bytes });
  }

  #line(bytes: Uint8Array, from: number, to: number, offset: number): void {
    let start = from;
    let end = to;
    if (offset === 0 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
    while (start < end && isSpace(bytes[start])) start++;
    while (end > start && isSpace(bytes[end - 1])) end--;
    if (start === end) return;
    if (end - start > this.#largest) {
      this.#fault = recordTooLarge(offset, this.#largest);
      return;
    }
    if (this.#records === 0) this.#fault = this.#strange(bytes.subarray(start, end));
    if (this.#fault) return;
    this.#records++;
    this.#emit(bytes, start, end);
  }

  /** @returns why what the feed begins with is no NDJSON of people. */
  #strange(bytes: Uint8Array): SplitFault | null {
    if (this.#ours || this.#records > 0 || bytes[0] === 0x7b) return null;
    const fault = notJson(new TextDecoder().decode(bytes.subarray(0, HEAD)));
    if (bytes[0] !== 0x5b) return fault;
    const text = 'The answer is one JSON document, not one record on each line. Choose the format “json”.';
    return { ...fault, params: { text }, details: { offset: 0, looks_like: 'json' } };
  }
}

function soundOrBlank(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes).trim();
    if (text !== '') JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
