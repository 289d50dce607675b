import type { Exchange } from '../../sources/source.ts';

/** From this many lines on, an exchange like the previous one is merged with it. */
const MAX_UNMERGED = 100;
/** From this many lines on, every exchange is merged into the last: the row of a sync stays small. */
const MAX_LINES = 200;

/** In bounded space: a feed may have thousands of pages. */
export class ExchangeLog {
  readonly #lines: Exchange[] = [];

  /** Oldest first. */
  get lines(): readonly Exchange[] {
    return this.#lines;
  }

  readonly add = (exchange: Exchange): void => {
    const last = this.#lines.at(-1);
    const count = this.#lines.length;
    const merges = count >= MAX_LINES || (count >= MAX_UNMERGED && last && isSameExchange(last, exchange));
    if (!last || !merges) {
      this.#lines.push(exchange);
      return;
    }
    const { milliseconds, bytes, waited } = exchange;
    this.#lines[count - 1] = {
      ...exchange,
      milliseconds: last.milliseconds + milliseconds,
      bytes: last.bytes + bytes,
      waited: last.waited + waited,
      count: last.count + 1,
    };
  };
}

const isSameExchange = (a: Exchange, b: Exchange): boolean =>
  a.method === b.method && a.url === b.url && a.status === b.status && a.attempt === b.attempt && a.answer === b.answer;
