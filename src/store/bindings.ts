/** Values of a statement whose SQL is put together from parts: each has a number, and none ever becomes SQL text. */
export class Bindings {
  readonly values: unknown[] = [];

  /** @returns the placeholder of this value: `?3` */
  add(value: unknown): string {
    const known = this.values.indexOf(value);
    if (known >= 0) return `?${known + 1}`;
    this.values.push(value);
    return `?${this.values.length}`;
  }
}
