import type { Condition } from '../domain/user/filter/condition.ts';
import type { FieldKind } from '../domain/user/filter/fields.ts';
import type { Operator } from '../domain/user/filter/operators.ts';
import type { FilterValue } from '../domain/user/filter/values.ts';
import type { Bindings } from './bindings.ts';
import { textFirst } from './text-first.ts';
import { lowered, loweredSql } from './without-case.ts';

/** How a condition becomes SQL about a row of `users`. `own` narrows a second look at the table to the tenant. */
interface Compiling {
  bindings: Bindings;
  own: string;
}

/** A test of one text as SQL: what operators on text come down to. */
type Test = (sql: string) => string;

const textsOf = (values: readonly FilterValue[]): string[] => values.map(String);

/** What a text is held against, without case; white space around it does not count. */
function testOf(operator: Operator, values: readonly FilterValue[], bindings: Bindings): Test {
  const texts = textsOf(values);
  const plain = (sql: string): string => loweredSql(`trim(${sql})`, texts, bindings);
  if (operator === 'contains') return (sql) => `instr(${plain(sql)}, ${bindings.add(lowered(texts[0] ?? ''))}) > 0`;
  const list = bindings.add(JSON.stringify(texts.map(lowered)));
  return (sql) => `${plain(sql)} in (select value from json_each(${list}))`;
}

type Compile = (place: string, condition: Condition, compiling: Compiling) => string;

/** Not so, or nothing there at all. */
const not = (sql: string): string => `not coalesce(${sql}, 0)`;

const text: Compile = (place, { field, operator, values }, { bindings }) => {
  const test = testOf(operator, values, bindings)(place);
  if (operator === 'is_not') return not(test);
  // Only where one text is looked for in the attributes can their JSON be looked at first.
  const first =
    values.length === 1 && 'attribute' in field.place ? textFirst('attributes', String(values[0]), bindings) : 'true';
  return `(${first} and ${test})`;
};

const list: Compile = (_, { field, operator, values }, { bindings }) => {
  const path = bindings.add('attribute' in field.place ? `$.${field.place.attribute}` : '$');
  const has = `exists (select 1 from json_each(attributes, ${path}) where ${testOf(operator, values, bindings)('value')})`;
  if (operator === 'is_not') return `not ${has}`;
  return values.length === 1 ? `(${textFirst('attributes', String(values[0]), bindings)} and ${has})` : has;
};

/**
 * A manager, by what is shown of them: the reference as given, or the name of whom it leads to. Names first become the
 * keys that lead to those people, once; the same way back as `users.manager` goes.
 */
const person: Compile = (place, { operator, values }, { bindings, own }) => {
  const test = testOf(operator, values, bindings);
  const named = `${own} and ${test(`attributes->>'full_name'`)}`;
  const key = `lower(trim(${place}))`;
  const id = `coalesce(nullif(ltrim(${key}, '0'), ''), ${key})`;
  const so = `(${test(place)} or ${key} in (select email_key from users where ${named})
    or ${id} in (select employee_key from users where ${named})
    or ${key} in (select a.email_key from user_aliases a join users on users.id = a.user_id where ${named}))`;
  return operator === 'is_not' ? not(so) : so;
};

const COMPARISONS: Partial<Record<Operator, string>> = { before: '<', after: '>', at_least: '>=', at_most: '<=' };

/** Numbers and dates; `type` keeps out what was stored while the attribute was of another type. */
const ordered =
  (types: string): Compile =>
  (place, { operator, values }, { bindings }) => {
    const sign = COMPARISONS[operator];
    if (sign) return `(typeof(${place}) in (${types}) and ${place} ${sign} ${bindings.add(values[0])})`;
    const same = `${place} in (select value from json_each(${bindings.add(JSON.stringify(values))}))`;
    return operator === 'is_not' ? not(same) : same;
  };

const truth: Compile = (place, { operator, values }, { bindings }) => {
  const same = `${place} = ${bindings.add(Number(values[0]))}`;
  return operator === 'is_not' ? not(same) : same;
};

const COMPILE: Record<FieldKind, Compile> = {
  text,
  choice: text,
  list,
  person,
  number: ordered(`'integer', 'real'`),
  date: ordered(`'text'`),
  boolean: truth,
};

const COLUMNS = { role: 'role', owner_source: 'owner_source' } as const;

function conditionSql(condition: Condition, compiling: Compiling): string {
  const { field, operator } = condition;
  const place =
    'column' in field.place
      ? COLUMNS[field.place.column]
      : `(attributes->>${compiling.bindings.add(field.place.attribute)})`;
  if (operator === 'empty') return `coalesce(trim(${place}), '') = ''`;
  if (operator === 'not_empty') return `coalesce(trim(${place}), '') <> ''`;
  return COMPILE[field.kind](place, condition, compiling);
}

/**
 * Conditions as SQL about a row of `users`. Values and attribute keys are bound, never written into it.
 * @param own a condition that holds for the tenant's own users alone
 */
export const conditionsSql = (conditions: readonly Condition[], bindings: Bindings, own: string): string =>
  conditions.map((condition) => ` and ${conditionSql(condition, { bindings, own })}`).join('');
