import { ExpressionError } from './faults.ts';
import { type Punctuation, type SyntaxToken, tokenize } from './tokens.ts';

/** The parser is recursive. */
const MAX_NESTING = 100;

const describeToken = (token: SyntaxToken): string => {
  if (token.type === 'symbol') return token.symbol;
  if (token.type === 'identifier') return token.name;
  return token.type === 'end' ? 'the end' : JSON.stringify(token.value);
};

export class TokenCursor {
  readonly #tokens: SyntaxToken[];
  #at = 0;
  #nesting = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  peek(ahead = 0): SyntaxToken {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new Error('A list of tokens ends with an end token.');
    return token;
  }

  is(symbol: Punctuation, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.type === 'symbol' && token.symbol === symbol;
  }

  skip(): void {
    this.#at += 1;
  }

  accept(symbol: Punctuation): boolean {
    const isNext = this.is(symbol);
    if (isNext) this.skip();
    return isNext;
  }

  expect(symbol: Punctuation): void {
    if (!this.accept(symbol)) throw this.unexpected(`a ${symbol} is missing`);
  }

  number(): number | null {
    const token = this.peek();
    if (token.type !== 'number') return null;
    this.skip();
    return token.value;
  }

  nested<Read>(read: () => Read): Read {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) {
      const message = `The expression is nested more than ${MAX_NESTING} levels deep.`;
      throw new ExpressionError('syntax', message, this.peek().position);
    }
    const result = read();
    this.#nesting -= 1;
    return result;
  }

  unexpected(problem?: string): ExpressionError {
    const token = this.peek();
    const what = token.type === 'end' ? 'The expression ends too early' : `${describeToken(token)} cannot stand here`;
    return new ExpressionError('syntax', problem === undefined ? `${what}.` : `${what}: ${problem}.`, token.position);
  }
}
