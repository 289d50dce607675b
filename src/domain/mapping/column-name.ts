import { ok, type Result } from '../../lib/result.ts';
import { compileExpression, type Expression, evaluator } from './jmespath/expression.ts';
import type { ExpressionFault } from './jmespath/faults.ts';
import type { Lookups } from './jmespath/lookups.ts';
import { isObject, member } from './jmespath/values.ts';

const MOST_CHARACTERS = 200;
/** Letters of any script, digits, spaces, and signs that mean nothing in JMESPath. At least one letter. */
const COLUMN_NAME = /^(?=.*\p{L})[\p{L}\p{M}\p{N}_#%/'’‘ʼ -]+$/u;
/** An apostrophe stands behind a letter and is not the last character: `Type'Work'` is a text that lost its ==. */
const STRAY_APOSTROPHE = /(?<![\p{L}\p{M}])['’‘ʼ]|['’‘ʼ](?![\p{L}\p{M} ])/u;
const APOSTROPHE = /['’‘ʼ]/g;
const APOSTROPHES = ["'", '’', '‘', 'ʼ'];

const isColumnName = (text: string): boolean =>
  text.length <= MOST_CHARACTERS && COLUMN_NAME.test(text) && !STRAY_APOSTROPHE.test(text);

/** The key as written first, then with every apostrophe straight, or typographic; null when the payload has none. */
const column = (name: string): Expression['evaluate'] => {
  const spelled = APOSTROPHES.map((apostrophe) => name.replaceAll(APOSTROPHE, apostrophe));
  const spellings = [...new Set([name, ...spelled])];
  return evaluator((payload) => {
    if (!isObject(payload)) return null;
    for (const spelling of spellings) if (Object.hasOwn(payload, spelling)) return member(payload, spelling);
    return null;
  });
};

/**
 * Reads an expression of a mapping: JMESPath, or the bare name of a column. This is the whole rule:
 *
 * 1. A text that JMESPath accepts means what JMESPath says, whatever keys a payload has: `Title`, `Job.Title`.
 * 2. A text with a syntax error that looks like the name of a column is the key of that name, at the top of the
 *    payload: `Full Name`, `Manager’s email`, `E-mail`, `Straße`. It is made of letters, digits, spaces and `_ - / # %`,
 *    with apostrophes behind letters. The key exactly as written comes first, then the other forms of the apostrophe.
 * 3. Any other text keeps its syntax error: whoever mistypes `Emails[0` must hear of it. A name with other signs, such
 *    as `Start (UTC)`, goes between double quotes, which is JMESPath: `"Start (UTC)"`.
 *
 * Which case holds is known from the text alone, so that no payload can change the meaning of a saved mapping. For the
 * same reason the grammar must never grow into case 2, for example by arithmetic: `a-b` is a key.
 */
export const readExpression = (text: string, lookups?: Lookups): Result<Expression, ExpressionFault> => {
  const compiled = compileExpression(text, lookups);
  // Every other fault needs a bracket, which no column name has.
  const name = text.trim();
  return !compiled.ok && isColumnName(name) ? ok({ text, evaluate: column(name) }) : compiled;
};
