import { ok, type Result } from '../../lib/result.ts';
import { type Misfit, misfit } from './coerce/coerced.ts';
import { compileExpression, type Expression } from './jmespath/expression.ts';
import { BudgetError, EvaluationError } from './jmespath/faults.ts';

/** @throws Error when the text is no expression: a stored mapping has been through `checkMapping` */
export const stored = (text: string): Expression => {
  const compiled = compileExpression(text);
  if (compiled.ok) return compiled.value;
  throw new Error(`A stored mapping holds an expression that does not compile: ${compiled.fault.message}`);
};

/** Evaluates without throwing: whatever one payload provokes is that record's own error. */
export const attempt = (expression: Expression, payload: unknown): Result<unknown, Misfit> => {
  try {
    return ok(expression.evaluate(payload));
  } catch (error) {
    if (error instanceof BudgetError) return misfit('expression_budget', error.message);
    if (error instanceof EvaluationError) return misfit('expression_failed', error.message);
    const reason = error instanceof Error ? error.message : String(error);
    return misfit('expression_failed', `The expression could not be evaluated with this record: ${reason}`);
  }
};
