import { fail, ok, type Result } from '../../lib/result.ts';
import { type Argument, COMPARATORS, type Comparator, CURRENT, measureTree, type Node } from './ast.ts';
import { TokenCursor } from './cursor.ts';
import { ExpressionError, type ExpressionFault } from './faults.ts';
import type { Punctuation } from './tokens.ts';

const MAX_EXPRESSION_LENGTH = 10_000;
/** Levels of the tree: compiling and evaluating recurse once a level. */
const MAX_HEIGHT = 300;

/**
 * @param text at most 10,000 characters
 * @returns the tree, or a fault of kind `syntax` or `invalid-value` with its place
 * @see https://jmespath.org/specification.html
 */
export const parseExpression = (text: string): Result<Node, ExpressionFault> => {
  try {
    if (text.length > MAX_EXPRESSION_LENGTH) {
      const message = `The expression is longer than ${MAX_EXPRESSION_LENGTH} characters.`;
      throw new ExpressionError('syntax', message, MAX_EXPRESSION_LENGTH);
    }
    const node = new Parser(text).parse();
    if (measureTree(node).height > MAX_HEIGHT) {
      throw new ExpressionError('syntax', `The expression chains more than ${MAX_HEIGHT} steps. Split it.`, 0);
    }
    return ok(node);
  } catch (error) {
    if (error instanceof ExpressionError) return fail(error.fault);
    throw error;
  }
};

/** Recursive descent with binding powers (a Pratt parser) over the grammar of the specification. */
class Parser {
  readonly #cursor: TokenCursor;

  constructor(text: string) {
    this.#cursor = new TokenCursor(text);
  }

  parse(): Node {
    const node = this.#expression(0);
    if (this.#cursor.peek().type !== 'end') throw this.#cursor.unexpected();
    return node;
  }

  #expression(binding: number): Node {
    return this.#cursor.nested(() => this.#extend(this.#prefix(), binding));
  }

  #extend(start: Node, binding: number): Node {
    let node = start;
    for (;;) {
      const token = this.#cursor.peek();
      if (token.type !== 'symbol' || (BINDING_POWER[token.symbol] ?? 0) <= binding) return node;
      node = this.#infix(node, token.symbol);
    }
  }

  #prefix(): Node {
    const token = this.#cursor.peek();
    if (token.type === 'literal') {
      this.#cursor.skip();
      return { type: 'literal', value: token.value };
    }
    if (token.type === 'identifier') return this.#name();
    if (token.type !== 'symbol') throw this.#cursor.unexpected();
    if (token.symbol === '[' && !this.#isBracketSpecifier()) return this.#multiSelectList();
    if (token.symbol === '[' || token.symbol === '[?' || token.symbol === '[]') {
      return this.#infix(CURRENT, token.symbol);
    }
    if (token.symbol === '{') return this.#multiSelectHash();
    return this.#prefixSymbol(token.symbol);
  }

  #prefixSymbol(symbol: Punctuation): Node {
    if (symbol === '@' && this.#cursor.accept('@')) return CURRENT;
    if (symbol === '!' && this.#cursor.accept('!')) return { type: 'not', child: this.#expression(NOT_BINDING_POWER) };
    if (symbol === '*' && this.#cursor.accept('*')) {
      return { type: 'value_projection', left: CURRENT, right: this.#projected(STAR_BINDING_POWER) };
    }
    if (symbol === '&') throw this.#cursor.unexpected('& belongs before an argument of sort_by, max_by, min_by or map');
    if (symbol !== '(') throw this.#cursor.unexpected();
    this.#cursor.skip();
    const node = this.#expression(0);
    this.#cursor.expect(')');
    return node;
  }

  #name(): Node {
    const token = this.#cursor.peek();
    if (token.type !== 'identifier') throw this.#cursor.unexpected();
    this.#cursor.skip();
    if (!this.#cursor.is('(')) return { type: 'field', name: token.name };
    if (token.quoted) throw this.#cursor.unexpected('the name of a function has no quotes');
    return { type: 'function', name: token.name, args: this.#args(), position: token.position };
  }

  #args(): Argument[] {
    this.#cursor.expect('(');
    const args: Argument[] = [];
    if (this.#cursor.accept(')')) return args;
    do {
      const { position } = this.#cursor.peek();
      const isReference = this.#cursor.accept('&');
      args.push({ node: this.#expression(0), isReference, position });
    } while (this.#cursor.accept(','));
    this.#cursor.expect(')');
    return args;
  }

  #infix(left: Node, symbol: Punctuation): Node {
    if (symbol === '[') return this.#bracket(left);
    this.#cursor.skip();
    const binding = BINDING_POWER[symbol] ?? 0;
    if (symbol === '.') {
      if (!this.#cursor.accept('*')) return { type: 'subexpression', left, right: this.#afterDot(binding) };
      return { type: 'value_projection', left, right: this.#projected(binding) };
    }
    if (symbol === '[]') {
      return { type: 'projection', left: { type: 'flatten', child: left }, right: this.#projected(binding) };
    }
    if (symbol === '[?') {
      const condition = this.#expression(0);
      this.#cursor.expect(']');
      return { type: 'filter_projection', left, right: this.#projected(binding), condition };
    }
    const right = this.#expression(binding);
    if (isComparator(symbol)) return { type: 'comparison', operator: symbol, left, right };
    return { type: symbol === '|' ? 'pipe' : symbol === '||' ? 'or' : 'and', left, right };
  }

  #isBracketSpecifier(): boolean {
    return (
      this.#cursor.peek(1).type === 'number' ||
      this.#cursor.is(':', 1) ||
      (this.#cursor.is('*', 1) && this.#cursor.is(']', 2))
    );
  }

  /** `[0]`, `[*]` or a slice. */
  #bracket(left: Node): Node {
    this.#cursor.expect('[');
    if (this.#cursor.accept('*')) {
      this.#cursor.expect(']');
      return { type: 'projection', left, right: this.#projected(STAR_BINDING_POWER) };
    }
    const index = this.#cursor.number();
    if (index !== null && this.#cursor.accept(']')) {
      return { type: 'index_expression', left, right: { type: 'index', value: index } };
    }
    const sliced: Node = { type: 'index_expression', left, right: this.#slice(index) };
    return { type: 'projection', left: sliced, right: this.#projected(STAR_BINDING_POWER) };
  }

  #slice(start: number | null): Node {
    if (!this.#cursor.accept(':'))
      throw this.#cursor.unexpected('brackets hold a number, a slice such as 0:2, a * or a ?condition');
    const stop = this.#cursor.number();
    const { position } = this.#cursor.peek(1);
    const step = this.#cursor.accept(':') ? this.#cursor.number() : null;
    this.#cursor.expect(']');
    if (step === 0) throw new ExpressionError('invalid-value', 'The step of a slice cannot be 0.', position);
    return { type: 'slice', start, stop, step: step ?? 1 };
  }

  #afterDot(binding: number): Node {
    if (this.#cursor.is('[')) return this.#multiSelectList();
    if (this.#cursor.is('{')) return this.#multiSelectHash();
    if (this.#cursor.peek().type !== 'identifier' && !this.#cursor.is('*'))
      throw this.#cursor.unexpected('a name belongs after the dot');
    return this.#expression(binding);
  }

  /** What applies to each element of the projection that was just opened. */
  #projected(binding: number): Node {
    const token = this.#cursor.peek();
    if (token.type !== 'symbol' || (BINDING_POWER[token.symbol] ?? 0) < PROJECTION_STOP) return CURRENT;
    return this.#cursor.nested(() =>
      this.#cursor.accept('.') ? this.#afterDot(binding) : this.#extend(this.#infix(CURRENT, token.symbol), binding),
    );
  }

  #multiSelectList(): Node {
    this.#cursor.expect('[');
    const children: Node[] = [];
    do children.push(this.#expression(0));
    while (this.#cursor.accept(','));
    this.#cursor.expect(']');
    return { type: 'multi_select_list', children };
  }

  #multiSelectHash(): Node {
    this.#cursor.expect('{');
    const entries: { name: string; value: Node }[] = [];
    do {
      const key = this.#cursor.peek();
      if (key.type !== 'identifier') throw this.#cursor.unexpected('a name belongs here, as in {name: value}');
      this.#cursor.skip();
      this.#cursor.expect(':');
      entries.push({ name: key.name, value: this.#expression(0) });
    } while (this.#cursor.accept(','));
    this.#cursor.expect('}');
    return { type: 'multi_select_hash', entries };
  }
}

/** Symbols without an entry end an expression. */
const BINDING_POWER: Partial<Record<Punctuation, number>> = {
  '|': 1,
  '||': 2,
  '&&': 3,
  '==': 5,
  '!=': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '[]': 9,
  '[?': 21,
  '.': 40,
  '[': 55,
};
const NOT_BINDING_POWER = 45;
const STAR_BINDING_POWER = 20;
/** Below this a symbol ends a projection instead of applying to each of its elements. */
const PROJECTION_STOP = 10;

const isComparator = (symbol: Punctuation): symbol is Comparator => COMPARATORS.some((one) => one === symbol);
