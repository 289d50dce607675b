import { ByteBuffer } from '../bytes.ts';
import type { RecordCallback } from '../json-split/records.ts';

const utf8 = new TextEncoder();
const OPEN = utf8.encode('["');
const SEPARATOR = utf8.encode('","');
const CLOSE = utf8.encode('"]');
/** Bytes that one byte of CSV can become, with the separator of a column that has no name. */
const MAX_EXPANSION = 9;

/** Holds one row while it becomes JSON: an object when it fits the header, else the list of its values. */
export class RowWriter {
  /** Values are written here, escaped, by whoever scans them. */
  out = new Uint8Array(64 * 1024);
  count = 0;
  /** Rows emitted as a list. */
  odd = 0;
  readonly width: number;
  readonly #emit: RecordCallback;
  /** What stands before each value: the bracket or comma, and the key. */
  readonly #before: Uint8Array[];
  readonly #keys: number;
  readonly #list = new ByteBuffer(1024);
  /** Where each value begins and ends. */
  #spans = new Int32Array(256);

  constructor(names: string[], emit: RecordCallback) {
    this.width = names.length;
    this.#emit = emit;
    this.#before = names.map((name, at) => utf8.encode(`${at === 0 ? '{' : '",'}${JSON.stringify(name)}:"`));
    this.#keys = this.#before.reduce((sum, key) => sum + key.length, 0);
  }

  /** Makes room for the rest of a row that has used so many bytes, and for so many bytes of CSV. */
  reserve(used: number, bytes: number): void {
    const room = used + this.#keys + (bytes + 1) * MAX_EXPANSION;
    if (room <= this.out.length) return;
    const larger = new Uint8Array(Math.max(room, this.out.length * 2));
    larger.set(this.out.subarray(0, used));
    this.out = larger;
  }

  /** Writes what stands before a value. @returns where the value begins. */
  open(field: number, at: number): number {
    const out = this.out;
    const before = this.#before[field] ?? SEPARATOR;
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

  /** @param stray a quote stood inside a value without quotes. */
  finish(used: number, field: number, stray: boolean): void {
    this.close(field, used);
    this.count++;
    if (field + 1 === this.width && !stray) {
      this.out[used] = 0x22;
      this.out[used + 1] = 0x7d;
      this.#emit(this.out, 0, used + 2);
    } else this.#emitList(field + 1);
  }

  #emitList(fields: number): void {
    this.odd++;
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
