import type { AttributeValue } from '../../user/attributes.ts';
import { readExpression } from '../column-name.ts';
import { compileMapping } from '../compile-mapping.ts';
import { attempt } from '../evaluation.ts';
import type { Expression } from '../jmespath/expression.ts';
import { Lookups, type Tables } from '../jmespath/lookups.ts';
import type { MappedPerson } from '../person.ts';
import { showReceived } from '../received.ts';
import { type Becomes, type DraftExpression, expressionsIn, mappingOf } from './draft.ts';

/** What one expression gives on one payload, as a sync would have it. */
export interface Tried {
  /** Its place in the body of the mapping. */
  path: string;
  becomes: Becomes;
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

interface Compiled {
  draft: DraftExpression;
  expression: Expression;
  lookups: Lookups;
}

const refused = ({ path, becomes }: DraftExpression, message: string, position: number): Tried => ({
  path,
  becomes,
  refusal: { message, position },
  raw: null,
  value: null,
  error: null,
  unmapped: [],
});

/** As a save judges it: it compiles, and there is every table that it names. */
function compile(draft: DraftExpression, tables: Tables): Compiled | Tried {
  const lookups = new Lookups(tables);
  const read = readExpression(draft.text, lookups);
  if (!read.ok) return refused(draft, read.fault.message, read.fault.position);
  const missing = lookups.named.find(({ name }) => !lookups.has(name));
  if (missing === undefined) return { draft, expression: read.value, lookups };
  const message = `There is no table ${missing.name}. Add it first, or name one that there is.`;
  return refused(draft, message, missing.position);
}

const valueFor = (person: MappedPerson, { path, key }: DraftExpression): AttributeValue | null => {
  if (key !== null) return person.attributes[key] ?? null;
  if (path === 'include') return person.included;
  return path === 'primary_row' ? person.primary : person.role;
};

const errorOf = (person: MappedPerson, { path, key, text }: DraftExpression): Tried['error'] => {
  const attribute = key ?? (path === 'restricted_role.expression' ? 'restricted_role' : null);
  const whole = person.errors.find(({ code }) => code === 'not_an_object');
  // What stands beside the attributes is told apart by its text.
  const own = person.errors.find(
    (error) => error.attribute === attribute && (attribute !== null || error.expression === text),
  );
  const found = whole ?? own;
  return found ? { code: found.code, message: found.message } : null;
};

/**
 * Tries the expressions of a mapping that is being written on one payload: the same evaluator, coercion and errors as in
 * a sync, and for those that do not compile the place. What else is wrong with the mapping stops nothing.
 *
 * @param body of a mapping, not checked
 * @param payload one parsed record
 * @param tables those that `lookup()` looks things up in
 * @returns one entry for each expression that is not empty, in the order of the mapping
 */
export function tryMapping(body: unknown, payload: unknown, tables: Tables = {}): Tried[] {
  const compiled = expressionsIn(body).map((draft) => compile(draft, tables));
  const usable = compiled.flatMap((one) => ('draft' in one ? one.draft : []));
  const person = compileMapping(mappingOf(body, usable), { tables }).evaluate(payload);
  return compiled.map((one) => {
    if (!('draft' in one)) return one;
    const { draft, expression, lookups } = one;
    const given = attempt(expression, payload);
    return {
      path: draft.path,
      becomes: draft.becomes,
      refusal: null,
      raw: given.ok ? showReceived(given.value) : null,
      value: valueFor(person, draft),
      error: errorOf(person, draft),
      unmapped: lookups.takeMisses() ?? [],
    };
  });
}
