import type { Comparator } from './ast.ts';
import type { Punctuation } from './tokens.ts';

/** How tightly each symbol binds to what stands before it. Symbols that are not here end an expression. */
export const BINDING: Partial<Record<Punctuation, number>> = {
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
export const BINDING_OF_NOT = 45;
export const BINDING_OF_STAR = 20;
/** Below this a symbol ends a projection instead of applying to each of its elements. */
export const END_OF_PROJECTION = 10;

const COMPARATORS: ReadonlySet<string> = new Set<Comparator>(['==', '!=', '<', '<=', '>', '>=']);
export const isComparator = (symbol: string): symbol is Comparator => COMPARATORS.has(symbol);
