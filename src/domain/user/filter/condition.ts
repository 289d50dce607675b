import { fail, ok, type Result } from '../../../lib/result.ts';
import { type Fault, fault } from '../../shared/fault.ts';
import type { FilterProblem } from '../../shared/fault-sentences/filter.ts';
import {
  type FieldKind,
  OPERATOR_CODES,
  type Operator,
  operatorLabel,
  operatorsFor,
  takesNoValue,
  type UserField,
} from './fields.ts';

/** Dates are ISO days. */
export type FilterValue = string | number | boolean;

const MAX_VALUE_LENGTH = 200;
const DECIMAL = /^[+-]?\d{1,15}(?:\.\d{1,10})?$/;
const BOOLEAN_WORDS: Record<string, boolean> = { yes: true, true: true, no: false, false: false };

/** Date itself would make the 1st of March of the 30th of February. */
const isDay = (text: string): boolean => {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
};

type ParseValue = (text: string, field: UserField) => Result<FilterValue, FilterProblem>;

const parseText: ParseValue = (text, { label }) =>
  text.length > MAX_VALUE_LENGTH ? fail({ problem: 'too_long', label, limit: MAX_VALUE_LENGTH }) : ok(text);

const PARSE_BY_KIND: Record<FieldKind, ParseValue> = {
  text: parseText,
  list: parseText,
  person: parseText,
  number: (given, { label }) =>
    DECIMAL.test(given) ? ok(Number(given)) : fail({ problem: 'not_a_number', label, given }),
  boolean: (given, { label }) => {
    const value = BOOLEAN_WORDS[given.toLowerCase()];
    return value === undefined ? fail({ problem: 'not_a_boolean', label, given }) : ok(value);
  },
  date: (given, { label }) => (isDay(given) ? ok(given) : fail({ problem: 'not_a_date', label, given })),
  choice: (given, { label, options }) => {
    const option = options.find((candidate) => candidate === given.toLowerCase());
    return option === undefined ? fail({ problem: 'not_an_option', label, given, options: [...options] }) : ok(option);
  },
};

function parseFilterValue(typed: string, field: UserField): Result<FilterValue, FilterProblem> {
  const text = typed.trim();
  if (text === '') return fail({ problem: 'no_value', label: field.label });
  return PARSE_BY_KIND[field.kind](text.slice(0, MAX_VALUE_LENGTH + 1), field);
}

export const formatFilterValue = (value: FilterValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

/** `Oslo; Bergen`: a backslash escapes a semicolon. */
export const splitFilterValues = (text: string): string[] =>
  (text.match(/(?:\\.|[^;\\]|\\$)+/gs) ?? [])
    .map((part) => part.replaceAll(/\\([;\\])/g, '$1').trim())
    .filter((part) => part !== '');

export const joinFilterValues = (values: readonly FilterValue[]): string =>
  values.map((value) => formatFilterValue(value).replaceAll(/[;\\]/g, '\\$&')).join('; ');

/** Only parseCondition makes one: its field exists and its operator fits the field. */
export interface Condition {
  field: UserField;
  operator: Operator;
  /** None for `empty` and `not_empty`, one or more for `one_of`, else one. */
  values: readonly FilterValue[];
}

interface RawCondition {
  field: string;
  operator: string;
  value: string;
}

const MAX_VALUES = 50;

/** `field:operator:value`; a value may hold colons. */
const splitCondition = (where: string): RawCondition => {
  const [, field = '', operator = '', value = ''] = /^([^:]*)(?::([^:]*)(?::(.*))?)?$/s.exec(where) ?? [];
  return { field, operator, value };
};

const displayName = (name: string): string => name.replace(/^custom\./, '').slice(0, 60);

/**
 * As a URL has it: `department:is:Sales`, `custom.level:at_least:7`, `location:one_of:Oslo; Bergen`, `manager:empty`.
 * @returns `invalid_filter` (details: `path`, `where`) for an attribute that does not exist (any more), an operator
 *   that does not fit its type, or a value that is none of that type
 */
export function parseCondition(where: string, fields: readonly UserField[]): Result<Condition, Fault> {
  const condition = checkCondition(splitCondition(where), fields);
  if (condition.ok) return condition;
  return fail(fault('invalid_filter', condition.fault, { path: 'where', where: where.slice(0, 200) }));
}

function checkCondition(given: RawCondition, fields: readonly UserField[]): Result<Condition, FilterProblem> {
  const field = fields.find(({ name }) => name === given.field);
  if (!field) return fail({ problem: 'unknown_attribute', name: displayName(given.field) });
  const { label, kind } = field;
  const operator = OPERATOR_CODES.find((code) => code === given.operator);
  if (operator === undefined || operatorLabel(kind, operator) === null) {
    const fitting = operatorsFor(kind).map(({ operator: code }) => code);
    return fail({ problem: 'unfit_operator', label, given: given.operator.slice(0, 30), fitting });
  }
  if (takesNoValue(operator)) return ok({ field, operator, values: [] });
  const texts = operator === 'one_of' ? splitFilterValues(given.value) : [given.value];
  if (texts.length === 0) return fail({ problem: 'no_values', label });
  if (texts.length > MAX_VALUES) return fail({ problem: 'too_many_values', label, limit: MAX_VALUES });
  const values: FilterValue[] = [];
  for (const text of texts) {
    const value = parseFilterValue(text, field);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok({ field, operator, values });
}

/** The inverse of parseCondition. */
export function formatCondition({ field, operator, values }: Condition): string {
  const [value] = values;
  if (value === undefined) return `${field.name}:${operator}`;
  return `${field.name}:${operator}:${operator === 'one_of' ? joinFilterValues(values) : formatFilterValue(value)}`;
}
