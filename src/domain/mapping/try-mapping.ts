import type { Tables } from '../../jmespath/functions/lookup-tables.ts';
import type { ExpressionFault } from '../../jmespath/syntax/faults.ts';
import { previewValue } from '../shared/record-error.ts';
import type { AttributeValue } from '../user/attributes.ts';
import { compileMapping } from './compile-mapping.ts';
import { type DraftExpression, draftExpressions, draftMapping, type TargetType } from './draft.ts';
import { type CheckedExpression, checkExpression, tryEvaluate } from './expression.ts';
import { EXPRESSION_PATHS } from './expression-paths.ts';
import type { MappedPerson } from './mapped-person.ts';

export interface TrialResult {
  path: string;
  becomes: TargetType;
  /** Why the mapping cannot be saved with it; `position` counts characters from 0. */
  refusal: { message: string; position: number } | null;
  /** Short JSON text; null when it could not be evaluated. */
  raw: string | null;
  value: AttributeValue | null;
  error: { code: string; message: string } | null;
  unmapped: { table: string; value: string }[];
}

/**
 * Evaluation, coercion and errors are those of a sync. An expression that does not compile is reported with its path;
 * other problems of the mapping are ignored.
 * @param body of a mapping, not checked
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
