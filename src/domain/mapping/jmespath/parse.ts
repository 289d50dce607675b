import { fail, ok, type Result } from '../../../lib/result.ts';
import { measureTree, type Node } from './ast.ts';
import { type ExpressionFault, Refusal } from './faults.ts';
import { Grammar } from './grammar.ts';

const MAX_EXPRESSION_LENGTH = 10_000;
/** Levels of the finished tree: compiling and evaluating recurse once a level. */
const MAX_HEIGHT = 300;

/**
 * Reads a JMESPath expression into its tree.
 *
 * @param text the expression, at most 10,000 characters
 * @returns the tree, or a fault of kind `syntax` or `invalid-value` with its place
 * @see https://jmespath.org/specification.html
 */
export const parse = (text: string): Result<Node, ExpressionFault> => {
  try {
    if (text.length > MAX_EXPRESSION_LENGTH) {
      const message = `The expression is longer than ${MAX_EXPRESSION_LENGTH} characters.`;
      throw new Refusal('syntax', message, MAX_EXPRESSION_LENGTH);
    }
    const node = new Grammar(text).read();
    if (measureTree(node).height > MAX_HEIGHT) {
      throw new Refusal('syntax', `The expression chains more than ${MAX_HEIGHT} steps. Split it.`, 0);
    }
    return ok(node);
  } catch (error) {
    if (error instanceof Refusal) return fail(error.fault);
    throw error;
  }
};
