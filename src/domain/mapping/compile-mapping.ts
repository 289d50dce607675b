import type { Expression } from '../../jmespath/expression.ts';
import { LookupContext, type Tables } from '../../jmespath/functions/lookup-tables.ts';
import { isObject } from '../../lib/json.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { previewValue, type RecordError, type RecordProblem, recordError } from '../shared/record-error.ts';
import {
  type AttributeType,
  type AttributeValue,
  EMPLOYMENT_STATUSES,
  STANDARD_ATTRIBUTES,
  type StandardKey,
  type UserRole,
} from '../user/attributes.ts';
import { toEmail, toUrl } from './coerce/addresses.ts';
import { toDate } from './coerce/date.ts';
import { statusTable, toStatus } from './coerce/status.ts';
import {
  type Coerced,
  isAffirmative,
  toBoolean,
  toEmployeeId,
  toList,
  toNumber,
  toRole,
  toText,
  toTrimmedText,
} from './coerce/values.ts';
import { compileStoredExpression, tryEvaluate } from './expression.ts';
import { type CompiledMapping, failedPerson, type MappedPerson } from './mapped-person.ts';
import type { Mapping } from './mapping.ts';

/**
 * @param mapping as `checkMapping` returns it
 * @param tables of `lookup()`; a record that needs one that is missing fails
 * @throws Error when an expression does not compile: the mapping was stored unchecked
 */
export const compileMapping = (mapping: Mapping, { tables }: { tables?: Tables } = {}): CompiledMapping => {
  const lookups = new LookupContext(tables);
  const attributes = mappedAttributes(mapping);
  const fields = attributes.map((attribute) => compileAttribute(attribute, lookups));
  const role: FieldEvaluator<UserRole | null> | null = mapping.restricted_role && {
    attribute: 'restricted_role',
    expression: compileStoredExpression(mapping.restricted_role.expression, lookups),
    coerce: toRole,
  };
  const include = compileCondition(mapping.include, lookups);
  const primaryRow = compileCondition(mapping.primary_row, lookups);

  return {
    keepsOnNull: new Set(attributes.filter(({ keepsOnNull }) => keepsOnNull).map(({ key }) => key)),
    createDaysBeforeHire: mapping.create_days_before_hire,
    expressions: new Map(attributes.map(({ key, expression }) => [key, expression])),
    evaluate: (payload) => {
      if (!isObject(payload)) return notAnObject(payload);
      const errors: RecordError[] = [];
      const values: MappedPerson['attributes'] = {};
      for (const field of fields) values[field.key] = evaluateField(field, payload, null, errors);
      const person: MappedPerson = {
        attributes: values,
        status: EMPLOYMENT_STATUSES.find((status) => status === values.status) ?? null,
        role: role && evaluateField(role, payload, null, errors),
        // When this fails the record fails; a person taken for out of scope could be terminated.
        included: include === null || evaluateField(include, payload, true, errors),
        primary: primaryRow !== null && evaluateField(primaryRow, payload, false, errors),
        errors,
      };
      const unmapped = lookups.takeMisses();
      if (unmapped !== null) person.unmapped = unmapped;
      return person;
    },
  };
};

type Coerce = (value: unknown) => Coerced<AttributeValue>;

const COERCE_BY_TYPE: Record<AttributeType, Coerce> = {
  text: toText,
  number: toNumber,
  boolean: toBoolean,
  date: toDate,
  list: toList,
};

const COERCE_BY_KEY: Partial<Record<StandardKey, Coerce>> = {
  email: toEmail,
  picture_url: toUrl,
  employee_id: toEmployeeId,
  manager: toTrimmedText,
};

interface MappedAttribute {
  key: string;
  label: string;
  expression: string;
  coerce: Coerce;
  required: boolean;
  keepsOnNull: boolean;
}

const mappedAttributes = (mapping: Mapping): MappedAttribute[] => [
  ...standardAttributes(mapping),
  ...customAttributes(mapping),
];

const standardAttributes = ({ standard, no_email }: Mapping): MappedAttribute[] =>
  STANDARD_ATTRIBUTES.flatMap(({ key, label, type, required }) => {
    const attribute = standard[key];
    if (attribute === undefined) return [];
    const table = statusTable(standard.status?.values);
    const coerce =
      key === 'status' ? (value: unknown) => toStatus(value, table) : (COERCE_BY_KEY[key] ?? COERCE_BY_TYPE[type]);
    const keepsOnNull = attribute.null_policy === 'keep';
    const optional = !required || (key === 'email' && no_email === 'skip');
    return [{ key, label, expression: attribute.expression, coerce, required: !optional, keepsOnNull }];
  });

const customAttributes = ({ custom }: Mapping): MappedAttribute[] =>
  custom.map(({ key, type, expression, null_policy }) => ({
    key,
    label: key,
    expression,
    coerce: COERCE_BY_TYPE[type],
    required: false,
    keepsOnNull: null_policy === 'keep',
  }));

interface FieldEvaluator<Value> {
  /** Null for include and primary row. */
  attribute: string | null;
  expression: Expression;
  coerce(value: unknown): Result<Value, RecordProblem>;
}

const compileAttribute = (
  attribute: MappedAttribute,
  lookups: LookupContext,
): FieldEvaluator<AttributeValue | null> & { key: string } => ({
  key: attribute.key,
  attribute: attribute.key,
  expression: compileStoredExpression(attribute.expression, lookups),
  coerce: attribute.required ? requireValue(attribute) : attribute.coerce,
});

const requireValue =
  ({ label, coerce }: MappedAttribute): Coerce =>
  (value) => {
    const coerced = coerce(value);
    return coerced.ok && coerced.value === null ? fail({ code: 'required_missing', params: { label } }) : coerced;
  };

const compileCondition = (text: string | null, lookups: LookupContext): FieldEvaluator<boolean> | null =>
  text === null
    ? null
    : {
        attribute: null,
        expression: compileStoredExpression(text, lookups),
        coerce: (value) => ok(isAffirmative(value)),
      };

const evaluateField = <Value>(
  { attribute, expression, coerce }: FieldEvaluator<Value>,
  payload: unknown,
  fallback: Value,
  errors: RecordError[],
): Value => {
  const result = tryEvaluate(expression, payload);
  const coerced = result.ok ? coerce(result.value) : result;
  if (coerced.ok) return coerced.value;
  const received = result.ok ? previewValue(result.value) : result.fault.received;
  errors.push(recordError(coerced.fault, { attribute, expression: expression.text, received }));
  return fallback;
};

const notAnObject = (payload: unknown): MappedPerson => {
  const length = Array.isArray(payload) ? payload.length : null;
  return failedPerson(recordError({ code: 'not_an_object', params: { length } }, { received: previewValue(payload) }));
};
