import { fail, ok, type Result } from '../../lib/result.ts';
import type { Misfit } from './coerce/coerced.ts';
import { readExpression } from './column-name.ts';
import type { Expression } from './jmespath/expression.ts';
import { BudgetError, EvaluationError } from './jmespath/faults.ts';
import type { Lookups } from './jmespath/lookups.ts';
import { showReceived } from './received.ts';

/** A misfit with what was received, as short JSON text; null where no value is to blame. */
export type Failure = Misfit & { received: string | null };

/** @throws Error when the text is no expression: a stored mapping has been through `checkMapping` */
export const stored = (text: string, lookups: Lookups): Expression => {
  const compiled = readExpression(text, lookups);
  if (compiled.ok) return compiled.value;
  throw new Error(`A stored mapping holds an expression that does not compile: ${compiled.fault.message}`);
};

const failureOf = (error: unknown): Failure => {
  if (error instanceof BudgetError) return { code: 'expression_budget', message: error.message, received: null };
  if (error instanceof EvaluationError) {
    const received = error.received === undefined ? null : showReceived(error.received);
    return { code: 'expression_failed', message: error.message, received };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The expression could not be evaluated with this record: ${reason}`;
  return { code: 'expression_failed', message, received: null };
};

/** Evaluates without throwing: whatever one payload provokes is that record's own error. */
export const attempt = (expression: Expression, payload: unknown): Result<unknown, Failure> => {
  try {
    return ok(expression.evaluate(payload));
  } catch (error) {
    return fail(failureOf(error));
  }
};
