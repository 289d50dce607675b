import type { Tables } from '../../jmespath/functions/lookup-tables.ts';
import type { ExpressionFault } from '../../jmespath/syntax/faults.ts';
import { previewValue } from '../shared/record-error.ts';
import type { AttributeValue } from '../user/attributes.ts';
import { compileMapping } from './compile-mapping.ts';
import { type DraftExpression, draftExpressions, draftMapping, type TargetType } from './draft.ts';
import { type CheckedExpression, checkExpression, tryEvaluate } from './expression.ts';
import { EXPRESSION_PATHS } from './expression-paths.ts';
import type { MappedPerson } from './mapped-person.ts';

/** What one expression gives on one payload, as in a sync. */
export interface TrialResult {
  /** In the body of the mapping. */
  path: string;
  becomes: TargetType;
  /** Why the mapping cannot be saved with it, and at which character, from 0; null when it can. */
  refusal: { message: string; position: number } | null;
  /** What the expression gave, as short JSON text; null when it could not be evaluated. */
  raw: string | null;
  /** `raw` coerced; null for no value. */
  value: AttributeValue | null;
  /** Why a sync would fail this record; null when it would not. */
  error: { code: string; message: string } | null;
  /** Words that a `lookup()` did not find in its table. */
  unmapped: { table: string; value: string }[];
}

/**
 * Tries the expressions of an unsaved mapping on one payload: evaluation, coercion and errors are those of a sync. An
 * expression that does not compile is reported with its place; what else is wrong with the mapping is ignored.
 *
 * @param body of a mapping, not checked
 * @param payload one parsed record
 * @param tables those that `lookup()` looks things up in
 * @returns one entry for each expression that is not empty, in the order of the mapping
 */
export function tryMapping(body: unknown, payload: unknown, tables: Tables = {}): TrialResult[] {
  const checked = draftExpressions(body).map((draft) => ({ draft, compiled: checkExpression(draft.text, tables) }));
  const usable = checked.filter(({ compiled }) => compiled.ok).map(({ draft }) => draft);
  const person = compileMapping(draftMapping(body, usable), { tables }).evaluate(payload);
  return checked.map(({ draft, compiled }) =>
    compiled.ok ? trialResult(draft, compiled.value, payload, person) : rejectedTrial(draft, compiled.fault),
  );
}

const rejectedTrial = ({ path, becomes }: DraftExpression, { message, position }: ExpressionFault): TrialResult => ({
  path,
  becomes,
  refusal: { message, position },
  raw: null,
  value: null,
  error: null,
  unmapped: [],
});

function trialResult(
  draft: DraftExpression,
  { expression, lookups }: CheckedExpression,
  payload: unknown,
  person: MappedPerson,
): TrialResult {
  const result = tryEvaluate(expression, payload);
  return {
    path: draft.path,
    becomes: draft.becomes,
    refusal: null,
    raw: result.ok ? previewValue(result.value) : null,
    value: valueFor(person, draft),
    error: errorOf(person, draft),
    unmapped: lookups.takeMisses() ?? [],
  };
}

const valueFor = (person: MappedPerson, { path, key }: DraftExpression): AttributeValue | null => {
  if (key !== null) return person.attributes[key] ?? null;
  if (path === EXPRESSION_PATHS.include) return person.included;
  return path === EXPRESSION_PATHS.primaryRow ? person.primary : person.role;
};

const errorOf = (person: MappedPerson, { path, key, text }: DraftExpression): TrialResult['error'] => {
  const attribute = key ?? (path === EXPRESSION_PATHS.restrictedRole ? 'restricted_role' : null);
  const recordError = person.errors.find(({ code }) => code === 'not_an_object');
  // Errors of include and primary row have no attribute: their text tells them apart.
  const expressionError = person.errors.find(
    (error) => error.attribute === attribute && (attribute !== null || error.expression === text),
  );
  const found = recordError ?? expressionError;
  return found ? { code: found.code, message: found.message } : null;
};
