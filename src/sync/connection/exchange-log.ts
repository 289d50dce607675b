import type { Exchange } from '../../sources/source.ts';

/** From then on an exchange like the one before it is counted there. */
const MAX_UNMERGED = 100;
/** The row of a sync is small, and nobody reads more. */
const MAX_LINES = 200;

/** The requests made to a data source, in bounded space: a feed may have thousands of pages. */
export class ExchangeLog {
  readonly #lines: Exchange[] = [];

  /** The newest is the last. */
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
