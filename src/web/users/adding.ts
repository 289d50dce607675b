import { describeFault } from '../../domain/fault.ts';
import { readCondition, writeCondition } from '../../domain/user/filter/condition.ts';
import type { Field } from '../../domain/user/filter/fields.ts';
import { joinValues } from '../../domain/user/filter/values.ts';

/** A filter that somebody is adding: `add` names its field, `operator` and `value` are what its form sends. */
export interface Adding {
  field: Field;
  operator: string;
  value: string;
  /** What is wrong with it, in a sentence. */
  message: string | null;
  /** The condition, once it is sound. */
  where: string | null;
}

/** Boxes ticked in a choice: more than one means any of them. */
function given(field: Field, query: URLSearchParams): { operator: string; value: string } {
  const operator = query.get('operator') ?? '';
  const values = query.getAll('value');
  const several = field.kind === 'choice' && values.length > 1;
  return several
    ? { operator: operator === 'is' ? 'one_of' : operator, value: joinValues(values) }
    : { operator, value: values[0] ?? '' };
}

/** The filter being added that an address asks for; null when it asks for none. */
export function readAdding(query: URLSearchParams, fields: readonly Field[]): Adding | null {
  const field = fields.find(({ name }) => name === query.get('add'));
  if (!field) return null;
  const { operator, value } = given(field, query);
  const open = { field, operator, value, message: null, where: null };
  if (operator === '') return open;
  const condition = readCondition(`${field.name}:${operator}:${value}`, fields);
  if (!condition.ok) return { ...open, message: describeFault(condition.fault) };
  return { ...open, where: writeCondition(condition.value) };
}
