import { fail, ok, type Result } from '../../../lib/result.ts';
import { type Fault, fault } from '../../fault.ts';
import type { Field } from './fields.ts';
import { isAlone, OPERATOR_CODES, type Operator, operatorsOf, operatorWord } from './operators.ts';
import { type FilterValue, joinValues, readValue, splitValues, valueText } from './values.ts';

/** One thing that must hold of a user. Made by readCondition alone: its field exists and its operator fits it. */
export interface Condition {
  field: Field;
  operator: Operator;
  /** None when it asks for emptiness, several for `one_of`, else one. */
  values: readonly FilterValue[];
}

/** A condition as somebody gave it, not yet understood. */
interface Given {
  field: string;
  operator: string;
  value: string;
}

const MOST_VALUES = 50;

const refuse = (where: string, message: string): { ok: false; fault: Fault } =>
  fail(fault('invalid_filter', message, { path: 'where', where: where.slice(0, 200) }));

/** Takes `field:operator:value` apart; a value may hold colons. */
const takeApart = (where: string): Given => {
  const [, field = '', operator = '', value = ''] = /^([^:]*)(?::([^:]*)(?::(.*))?)?$/s.exec(where) ?? [];
  return { field, operator, value };
};

/** The bare name of a field that is not there, as people know it. */
const bareName = (name: string): string => name.replace(/^custom\./, '').slice(0, 60);

/**
 * Reads a condition as it stands in an address: `department:is:Sales`, `custom.level:at_least:7`,
 * `location:one_of:Oslo; Bergen`, `manager:empty`.
 * @param fields what the tenant's users can be filtered by
 * @returns the condition; or `invalid_filter` with a sentence for an attribute that does not exist (any more), an
 *   operator that does not fit its type, or a value that is none of that type
 */
export function readCondition(where: string, fields: readonly Field[]): Result<Condition, Fault> {
  const given = takeApart(where);
  const field = fields.find(({ name }) => name === given.field);
  if (!field) {
    const message = `There is no attribute “${bareName(given.field)}”, or not any more. Remove this filter, or add the attribute again.`;
    return refuse(where, message);
  }
  const { label, kind } = field;
  const operator = OPERATOR_CODES.find((code) => code === given.operator);
  if (operator === undefined || operatorWord(kind, operator) === null) {
    const fitting = operatorsOf(kind).map((one) => one.operator);
    return refuse(where, `${label} cannot be compared by “${given.operator.slice(0, 30)}”. Use ${fitting.join(', ')}.`);
  }
  if (isAlone(operator)) return ok({ field, operator, values: [] });
  const texts = operator === 'one_of' ? splitValues(given.value) : [given.value];
  if (texts.length === 0) return refuse(where, `Give at least one value to compare ${label} with.`);
  if (texts.length > MOST_VALUES) return refuse(where, `Use at most ${MOST_VALUES} values for ${label}.`);
  const values: FilterValue[] = [];
  for (const text of texts) {
    const value = readValue(text, field);
    if (!value.ok) return refuse(where, value.fault);
    values.push(value.value);
  }
  return ok({ field, operator, values });
}

/** A condition as it stands in an address; readCondition reads it back. */
export function writeCondition({ field, operator, values }: Condition): string {
  const [value] = values;
  if (value === undefined) return `${field.name}:${operator}`;
  return `${field.name}:${operator}:${operator === 'one_of' ? joinValues(values) : valueText(value)}`;
}
