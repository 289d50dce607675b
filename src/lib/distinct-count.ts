import { hash53 } from './hash.ts';

const FIRST_SIZE = 1024;

/** Keeps hashes only: about sixteen bytes a text. */
export class DistinctCount {
  count = 0;
  #slots = new Float64Array(FIRST_SIZE);

  add(text: string): void {
    // Zero is an empty slot.
    if (!this.#put(hash53(text) + 1)) return;
    this.count += 1;
    if (this.count * 2 > this.#slots.length) this.#grow();
  }

  #put(value: number): boolean {
    const slots = this.#slots;
    const last = slots.length - 1;
    for (let at = value % slots.length; ; at = (at + 1) & last) {
      if (slots[at] === value) return false;
      if (slots[at] === 0) {
        slots[at] = value;
        return true;
      }
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    for (const value of old) if (value !== 0) this.#put(value);
  }
}
