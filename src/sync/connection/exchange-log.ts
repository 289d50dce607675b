import type { Exchange } from '../../sources/source.ts';

/** So many lines stand alone; what is like the line before it is counted there from then on. */
const MAX_UNMERGED = 100;
/** So many lines at most: the row of a sync is small, and nobody reads more. */
const MAX_LINES = 200;

/** Collects what was asked of a data source, in bounded space: a feed may have thousands of pages. */
export class ExchangeLog {
  readonly #lines: Exchange[] = [];

  /** The newest stands last. */
  get lines(): readonly Exchange[] {
    return this.#lines;
  }

  readonly add = (exchange: Exchange): void => {
    const last = this.#lines.at(-1);
    const full = this.#lines.length >= MAX_LINES;
    if (!last || this.#lines.length < MAX_UNMERGED || !(full || isSameExchange(last, exchange))) {
      this.#lines.push(exchange);
      return;
    }
    const { milliseconds, bytes, waited } = exchange;
    this.#lines[this.#lines.length - 1] = {
      ...exchange,
      milliseconds: last.milliseconds + milliseconds,
      bytes: last.bytes + bytes,
      waited: last.waited + waited,
      count: last.count + 1,
    };
  };
}

const isSameExchange = (one: Exchange, other: Exchange): boolean =>
  one.method === other.method &&
  one.url === other.url &&
  one.status === other.status &&
  one.attempt === other.attempt &&
  one.answer === other.answer;
