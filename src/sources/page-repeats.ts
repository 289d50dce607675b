/** Tells whether a page was served before: by the same request, or with the same records in it. */
export class PageRepeats {
  readonly #requests = new Set<string>();
  readonly #contents = new Set<string>();
  #one = 0;
  #other = 0;
  #bytes = 0;

  /** @returns false for a request that was sent before. */
  addRequest(url: string, body: string | undefined): boolean {
    return addIfNew(this.#requests, `${url}\n${body ?? ''}`);
  }

  addRecord(bytes: Uint8Array, start: number, end: number): void {
    let one = this.#one;
    let other = this.#other;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      one = Math.imul(one ^ byte, 0x01000193);
      other = Math.imul(other + byte + 1, 0x85ebca6b) ^ (other >>> 15);
    }
    this.#one = one;
    this.#other = other;
    this.#bytes += end - start;
  }

  /** Ends a page. @returns false when another had the same records. */
  finishPage(records: number): boolean {
    const content = `${this.#one} ${this.#other} ${this.#bytes}`;
    this.#one = 0;
    this.#other = 0;
    this.#bytes = 0;
    return records === 0 || addIfNew(this.#contents, content);
  }
}

function addIfNew(seen: Set<string>, what: string): boolean {
  if (seen.has(what)) return false;
  seen.add(what);
  return true;
}
