import type { FieldKind } from './fields.ts';

/** How a value is compared. What each means for a kind of field is in OPERATORS. */
export const OPERATOR_CODES = [
  'is',
  'is_not',
  'contains',
  'one_of',
  'before',
  'after',
  'at_least',
  'at_most',
  'empty',
  'not_empty',
] as const;
export type Operator = (typeof OPERATOR_CODES)[number];

const EMPTINESS = { empty: 'is empty', not_empty: 'is not empty' };
const SAME = { is: 'is', is_not: 'is not' };
const TEXT = { ...SAME, contains: 'contains', one_of: 'is one of', ...EMPTINESS };

/** What fits each kind of field, and how it is said. A list is compared by what it has. */
const OPERATORS: Record<FieldKind, Partial<Record<Operator, string>>> = {
  text: TEXT,
  person: TEXT,
  choice: { ...SAME, one_of: 'is one of', ...EMPTINESS },
  number: { ...SAME, at_least: 'is at least', at_most: 'is at most', one_of: 'is one of', ...EMPTINESS },
  boolean: { ...SAME, ...EMPTINESS },
  date: { ...SAME, before: 'is before', after: 'is after', one_of: 'is one of', ...EMPTINESS },
  list: { is: 'has', is_not: 'has not', contains: 'has one that contains', one_of: 'has one of', ...EMPTINESS },
};

/** How an operator is said of a kind of field; null when it does not fit. */
export const operatorWord = (kind: FieldKind, operator: Operator): string | null => OPERATORS[kind][operator] ?? null;

/** What fits a kind of field, with its words. */
export const operatorsOf = (kind: FieldKind): { operator: Operator; word: string }[] =>
  OPERATOR_CODES.flatMap((operator) => {
    const word = operatorWord(kind, operator);
    return word === null ? [] : [{ operator, word }];
  });

/** Whether an operator compares with nothing. */
export const isAlone = (operator: Operator): boolean => operator === 'empty' || operator === 'not_empty';
