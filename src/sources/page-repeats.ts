export class RepeatDetector {
  readonly #requests = new Set<string>();
  readonly #contents = new Set<string>();
  #hashA = 0;
  #hashB = 0;
  #bytes = 0;

  /** @returns false for a request that was sent before */
  addRequest(url: string, body: string | undefined): boolean {
    return addIfNew(this.#requests, `${url}\n${body ?? ''}`);
  }

  addRecord(bytes: Uint8Array, start: number, end: number): void {
    let hashA = this.#hashA;
    let hashB = this.#hashB;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      hashA = Math.imul(hashA ^ byte, 0x01000193);
      hashB = Math.imul(hashB + byte + 1, 0x85ebca6b) ^ (hashB >>> 15);
    }
    this.#hashA = hashA;
    this.#hashB = hashB;
    this.#bytes += end - start;
  }

  /** @returns false when another page had the same records */
  finishPage(records: number): boolean {
    const content = `${this.#hashA} ${this.#hashB} ${this.#bytes}`;
    this.#hashA = 0;
    this.#hashB = 0;
    this.#bytes = 0;
    return records === 0 || addIfNew(this.#contents, content);
  }
}

function addIfNew(seen: Set<string>, what: string): boolean {
  if (seen.has(what)) return false;
  seen.add(what);
  return true;
}
