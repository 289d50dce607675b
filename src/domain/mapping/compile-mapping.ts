import { ok, type Result } from '../../lib/result.ts';
import type { RecordError } from '../sync/words.ts';
import type { AttributeValue, Role, Status } from '../user/attributes.ts';
import { type Coerced, type Misfit, misfit } from './coerce/coerced.ts';
import { toRole } from './coerce/role.ts';
import { saysYes } from './coerce/truth.ts';
import { attempt, stored } from './evaluation.ts';
import type { Expression } from './jmespath/expression.ts';
import { Lookups, type Tables } from './jmespath/lookups.ts';
import { isObject } from './jmespath/values.ts';
import { type MappedAttribute, mappedAttributes } from './mapped-attributes.ts';
import type { CompiledMapping, MappedPerson } from './person.ts';
import { showReceived } from './received.ts';
import type { Mapping } from './schema.ts';

/** An expression of the mapping, ready to run, with what its value must become. */
interface Question<Value> {
  /** As in the errors of a record; null where the whole record is concerned. */
  attribute: string | null;
  expression: Expression;
  coerce(value: unknown): Result<Value, Misfit>;
}

/** The answer of one payload to one expression; `otherwise`, and one more error, where there is no sound one. */
const ask = <Value>(question: Question<Value>, payload: unknown, otherwise: Value, errors: RecordError[]): Value => {
  const { attribute, expression, coerce } = question;
  const given = attempt(expression, payload);
  const answer = given.ok ? coerce(given.value) : given;
  if (answer.ok) return answer.value;
  const received = given.ok ? showReceived(given.value) : given.fault.received;
  errors.push({ ...answer.fault, attribute, expression: expression.text, received });
  return otherwise;
};

const requireValue = ({ label, coerce }: MappedAttribute): MappedAttribute['coerce'] => {
  const message = `${label} is required, but this record has none. Fill it in the data source, or change the expression.`;
  return (value) => {
    const coerced: Coerced<AttributeValue> = coerce(value);
    return coerced.ok && coerced.value === null ? misfit('required_missing', message) : coerced;
  };
};

const question = (attribute: MappedAttribute, lookups: Lookups): Question<AttributeValue | null> & { key: string } => ({
  key: attribute.key,
  attribute: attribute.key,
  expression: stored(attribute.expression, lookups),
  coerce: attribute.required ? requireValue(attribute) : attribute.coerce,
});

const yesOrNo = (text: string | null, lookups: Lookups): Question<boolean> | null =>
  text === null ? null : { attribute: null, expression: stored(text, lookups), coerce: (value) => ok(saysYes(value)) };

const isStatus = (value: unknown): value is Status =>
  value === 'active' || value === 'on_leave' || value === 'terminated';

const nobody = (payload: unknown): MappedPerson => {
  // A CSV row comes as a list when its values cannot be told by name.
  const message = Array.isArray(payload)
    ? `This record is a list of ${payload.length} values without names, so no attribute can be read from it. If it was a row of CSV: it has more or fewer values than the header, or a quote inside a value without quotes. Correct that row.`
    : 'This record is not a JSON object, so no attribute can be read from it. Correct what the data source sends.';
  const received = showReceived(payload);
  return {
    attributes: {},
    status: null,
    role: null,
    included: true,
    primary: false,
    errors: [{ code: 'not_an_object', attribute: null, expression: null, received, message }],
  };
};

/**
 * Makes a mapping ready to run: each expression is parsed and compiled here, once.
 *
 * @param mapping one that `checkMapping` let through
 * @param tables those that `lookup()` looks things up in; a record that needs one that is missing fails
 * @returns the compiled mapping; what is wrong with a payload is in the `errors` of its result
 * @throws Error when an expression does not compile: somebody stored a mapping unchecked
 */
export const compileMapping = (mapping: Mapping, { tables }: { tables?: Tables } = {}): CompiledMapping => {
  const lookups = new Lookups(tables);
  const attributes = mappedAttributes(mapping);
  const questions = attributes.map((attribute) => question(attribute, lookups));
  const role: Question<Role | null> | null = mapping.restricted_role && {
    attribute: 'restricted_role',
    expression: stored(mapping.restricted_role.expression, lookups),
    coerce: toRole,
  };
  const include = yesOrNo(mapping.include, lookups);
  const primaryRow = yesOrNo(mapping.primary_row, lookups);

  return {
    keepsOnNull: new Set(attributes.filter(({ keepsOnNull }) => keepsOnNull).map(({ key }) => key)),
    createDaysBeforeHire: mapping.create_days_before_hire,
    expressions: new Map(attributes.map(({ key, expression }) => [key, expression])),
    evaluate: (payload) => {
      if (!isObject(payload)) return nobody(payload);
      const errors: RecordError[] = [];
      const values: MappedPerson['attributes'] = {};
      for (const each of questions) values[each.key] = ask(each, payload, null, errors);
      const person: MappedPerson = {
        attributes: values,
        status: isStatus(values.status) ? values.status : null,
        role: role && ask(role, payload, null, errors),
        // A person whose scope cannot be told fails; taken for out of scope, it could be terminated.
        included: include === null || ask(include, payload, true, errors),
        primary: primaryRow !== null && ask(primaryRow, payload, false, errors),
        errors,
      };
      const unmapped = lookups.takeMisses();
      if (unmapped !== null) person.unmapped = unmapped;
      return person;
    },
  };
};
