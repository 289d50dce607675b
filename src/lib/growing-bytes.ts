/** Bytes that are added to at the end; the room doubles when it runs out and is kept when emptied. */
export class GrowingBytes {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  /** @param room bytes to start with. */
  constructor(room: number) {
    this.bytes = new Uint8Array(room);
  }

  add(source: Uint8Array, start: number, end: number): void {
    const length = this.length + end - start;
    if (length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    // A few bytes are copied faster by hand than through a view.
    if (end - start < 16) for (let at = this.length, from = start; from < end; ) this.bytes[at++] = source[from++] ?? 0;
    else this.bytes.set(source.subarray(start, end), this.length);
    this.length = length;
  }

  clear(): void {
    this.length = 0;
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}
