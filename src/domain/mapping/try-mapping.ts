import type { Tables } from '../../jmespath/functions/lookup-tables.ts';
import type { ExpressionFault } from '../../jmespath/syntax/faults.ts';
import { previewValue } from '../shared/record-error.ts';
import type { AttributeValue } from '../user/attributes.ts';
import { compileMapping } from './compile-mapping.ts';
import { type DraftExpression, draftExpressions, draftMapping, type TargetType } from './draft.ts';
import { type CheckedExpression, checkExpression, tryEvaluate } from './expression.ts';
import type { MappedPerson } from './mapped-person.ts';

/** What one expression gives on one payload, as a sync would have it. */
export interface TrialResult {
  /** Its place in the body of the mapping. */
  path: string;
  becomes: TargetType;
  /** Why the mapping cannot be saved with it, and where in the text; null when it can. */
  refusal: { message: string; position: number } | null;
  /** What the expression gave, as short JSON text; null when it could not be evaluated. */
  raw: string | null;
  /** What it becomes; null for nothing. */
  value: AttributeValue | null;
  /** Why a record with this payload would fail; null when it would not. */
  error: { code: string; message: string } | null;
  /** Words that a `lookup()` did not find in its table. */
  unmapped: { table: string; value: string }[];
}

/**
 * Tries the expressions of a mapping that is being written on one payload: the same evaluator, coercion and errors as in
 * a sync, and for those that do not compile the place. What else is wrong with the mapping stops nothing.
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
  const given = tryEvaluate(expression, payload);
  return {
    path: draft.path,
    becomes: draft.becomes,
    refusal: null,
    raw: given.ok ? previewValue(given.value) : null,
    value: valueFor(person, draft),
    error: errorOf(person, draft),
    unmapped: lookups.takeMisses() ?? [],
  };
}

const valueFor = (person: MappedPerson, { path, key }: DraftExpression): AttributeValue | null => {
  if (key !== null) return person.attributes[key] ?? null;
  if (path === 'include') return person.included;
  return path === 'primary_row' ? person.primary : person.role;
};

const errorOf = (person: MappedPerson, { path, key, text }: DraftExpression): TrialResult['error'] => {
  const attribute = key ?? (path === 'restricted_role.expression' ? 'restricted_role' : null);
  const whole = person.errors.find(({ code }) => code === 'not_an_object');
  // What stands beside the attributes is told apart by its text.
  const own = person.errors.find(
    (error) => error.attribute === attribute && (attribute !== null || error.expression === text),
  );
  const found = whole ?? own;
  return found ? { code: found.code, message: found.message } : null;
};
