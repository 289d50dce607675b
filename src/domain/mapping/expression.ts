import { compileExpression, type Expression, withBudget } from '../../jmespath/expression.ts';
import { LookupContext, type Tables } from '../../jmespath/functions/lookup-tables.ts';
import { member } from '../../jmespath/runtime/values.ts';
import { BudgetError, EvaluationError, type ExpressionFault } from '../../jmespath/syntax/faults.ts';
import { isObject } from '../../lib/json.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { previewValue, type RecordProblem } from '../shared/record-error.ts';

const MAX_COLUMN_NAME_LENGTH = 200;
/** Letters of any script, digits, spaces, and characters without a meaning in JMESPath. At least one letter. */
const COLUMN_NAME = /^(?=.*\p{L})[\p{L}\p{M}\p{N}_#%/'’‘ʼ -]+$/u;
/** An apostrophe stands behind a letter and is not the last character: `Type'Work'` is a text that lost its ==. */
const STRAY_APOSTROPHE = /(?<![\p{L}\p{M}])['’‘ʼ]|['’‘ʼ](?![\p{L}\p{M} ])/u;
const APOSTROPHE = /['’‘ʼ]/g;
const APOSTROPHES = ["'", '’', '‘', 'ʼ'];

const isColumnName = (text: string): boolean =>
  text.length <= MAX_COLUMN_NAME_LENGTH && COLUMN_NAME.test(text) && !STRAY_APOSTROPHE.test(text);

/** The key as written comes first, then each other form of the apostrophe. */
const compileColumn = (name: string): Expression['evaluate'] => {
  const variants = APOSTROPHES.map((apostrophe) => name.replaceAll(APOSTROPHE, apostrophe));
  const spellings = [...new Set([name, ...variants])];
  return withBudget((payload) => {
    if (!isObject(payload)) return null;
    for (const spelling of spellings) if (Object.hasOwn(payload, spelling)) return member(payload, spelling);
    return null;
  });
};

/**
 * Compiles an expression of a mapping: JMESPath, or the bare name of a column. This is the whole rule:
 *
 * 1. A text that JMESPath accepts means what JMESPath says, whatever keys a payload has: `Title`, `Job.Title`.
 * 2. A text with a syntax error that looks like the name of a column is the key of that name, at the top of the
 *    payload: `Full Name`, `Manager’s email`, `E-mail`, `Straße`. It is made of letters, digits, spaces and `_ - / # %`,
 *    with apostrophes behind letters. The key exactly as written comes first, then the other forms of the apostrophe.
 * 3. Any other text keeps its syntax error: `Emails[0` must be reported as mistyped. A name with other signs, such
 *    as `Start (UTC)`, goes between double quotes, which is JMESPath: `"Start (UTC)"`.
 *
 * Which case holds is known from the text alone, so that no payload can change the meaning of a saved mapping. For the
 * same reason the grammar must never grow into case 2, for example by arithmetic: `a-b` is a key.
 */
export const compileMappingExpression = (
  text: string,
  lookups?: LookupContext,
): Result<Expression, ExpressionFault> => {
  const compiled = compileExpression(text, lookups);
  // Every other fault needs a bracket, which no column name has.
  const name = text.trim();
  return !compiled.ok && isColumnName(name) ? ok({ text, evaluate: compileColumn(name) }) : compiled;
};

export interface CheckedExpression {
  expression: Expression;
  lookups: LookupContext;
}

/** As saving a mapping must: a table that does not exist is a fault. */
export const checkExpression = (text: string, tables: Tables): Result<CheckedExpression, ExpressionFault> => {
  const lookups = new LookupContext(tables);
  const compiled = compileMappingExpression(text, lookups);
  if (!compiled.ok) return compiled;
  const missing = lookups.references.find(({ name }) => !lookups.has(name));
  if (missing === undefined) return ok({ expression: compiled.value, lookups });
  const message = `There is no table ${missing.name}. Add it first, or name one that there is.`;
  return fail({ kind: 'invalid-value', message, position: missing.position });
};

/** `received`: short JSON text; null where no value is to blame. */
type EvaluationFailure = RecordProblem & { received: string | null };

/** @throws Error when the text is no expression: a stored mapping has been through `checkMapping` */
export const compileStoredExpression = (text: string, lookups: LookupContext): Expression => {
  const compiled = compileMappingExpression(text, lookups);
  if (compiled.ok) return compiled.value;
  throw new Error(`A stored mapping holds an expression that does not compile: ${compiled.fault.message}`);
};

const toEvaluationFailure = (error: unknown): EvaluationFailure => {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof BudgetError) return { code: 'expression_budget', params: { reason }, received: null };
  if (error instanceof EvaluationError) {
    const received = error.received === undefined ? null : previewValue(error.received);
    return { code: 'expression_failed', params: { reason, unexpected: false }, received };
  }
  return { code: 'expression_failed', params: { reason, unexpected: true }, received: null };
};

/** Never throws: whatever one payload provokes is that record's own error. */
export const tryEvaluate = (expression: Expression, payload: unknown): Result<unknown, EvaluationFailure> => {
  try {
    return ok(expression.evaluate(payload));
  } catch (error) {
    return fail(toEvaluationFailure(error));
  }
};
