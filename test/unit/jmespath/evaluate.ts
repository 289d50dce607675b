import { compileExpression } from '../../../src/jmespath/expression.ts';
import { BudgetError, EvaluationError } from '../../../src/jmespath/syntax/faults.ts';

/** What an expression makes of a value: its result, or the kind of its error. */
export const evaluate = (text: string, given: unknown): { result: unknown } | { error: string } => {
  const expression = compileExpression(text);
  if (!expression.ok) return { error: expression.fault.kind };
  try {
    return { result: expression.value.evaluate(given) };
  } catch (error) {
    if (error instanceof BudgetError) return { error: 'budget' };
    if (error instanceof EvaluationError) return { error: error.kind };
    throw error;
  }
};
