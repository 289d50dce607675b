import { fail, ok, type Result } from '../lib/result.ts';
import { compile } from './compile.ts';
import type { CompiledNode } from './functions/call.ts';
import { LookupContext } from './functions/lookup-tables.ts';
import { Budget } from './runtime/budget.ts';
import { ExpressionError, type ExpressionFault } from './syntax/faults.ts';
import { parseExpression } from './syntax/parse.ts';

/** Keeps no state between evaluations. */
export interface Expression {
  readonly text: string;
  /**
   * @returns a JSON value, null for nothing; it may share parts with the payload
   * @throws EvaluationError when a function meets a value of the wrong type, BudgetError when it costs too much
   */
  evaluate(payload: unknown): unknown;
}

export const withBudget = (run: CompiledNode): Expression['evaluate'] => {
  const budget = new Budget();
  return (payload) => {
    budget.reset();
    const result = run(payload, budget);
    budget.chargeValue(result);
    return result;
  };
};

/**
 * The whole of JMESPath, its 26 functions and our extensions. Inherited properties are not seen.
 * @param text at most 10,000 characters
 * @param lookups the tables for `lookup()`; collects which of them the expression names
 * @returns fault with the place in the text: syntax, an unknown function, a wrong number of arguments
 * @see https://jmespath.org/specification.html
 */
export const compileExpression = (text: string, lookups = new LookupContext()): Result<Expression, ExpressionFault> => {
  const tree = parseExpression(text);
  if (!tree.ok) return tree;
  try {
    return ok({ text, evaluate: withBudget(compile(tree.value, lookups)) });
  } catch (error) {
    if (error instanceof ExpressionError) return fail(error.fault);
    throw error;
  }
};
