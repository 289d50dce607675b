import { SOURCE_KINDS } from '../../shared/source-kinds.ts';
import { type AttributeType, attributeLabel, STANDARD_ATTRIBUTES } from '../attributes.ts';

/** How a field is compared. `choice`: it holds one of few words. `person`: a manager, by what is shown of them. */
export type FieldKind = AttributeType | 'choice' | 'person';

/** Something of a user that a condition can be about. */
export interface UserField {
  /** As it stands in a condition: `department`, `custom.level`, `role`, `source`. */
  name: string;
  label: string;
  kind: FieldKind;
  place: { attribute: string } | { column: 'role' | 'owner_source' };
  /** What a choice can be. */
  options: readonly string[];
}

/** What a custom attribute must say of itself to be compared. */
export interface CustomFieldDefinition {
  key: string;
  type: AttributeType;
}

/** Standard attributes that are more than their type says. */
const KIND_BY_KEY: Partial<Record<string, FieldKind>> = { status: 'choice', manager: 'person' };

const STANDARD_FIELDS: readonly UserField[] = STANDARD_ATTRIBUTES.map(({ key, label, type }) => ({
  name: key,
  label,
  kind: KIND_BY_KEY[key] ?? type,
  place: { attribute: key },
  options: key === 'status' ? ['active', 'on_leave', 'terminated'] : [],
}));

/** What a user has beside attributes. The state has a place of its own in a filter: it is what a list shows first. */
const ACCOUNT_FIELDS: readonly UserField[] = [
  { name: 'role', label: 'Role', kind: 'choice', place: { column: 'role' }, options: ['regular', 'restricted'] },
  { name: 'source', label: 'Owned by', kind: 'choice', place: { column: 'owner_source' }, options: SOURCE_KINDS },
];

/** A custom attribute has a name space of its own: its key may be `role` or `source` too. */
const customField = ({ key, type }: CustomFieldDefinition): UserField => ({
  name: `custom.${key}`,
  label: attributeLabel(key),
  kind: type,
  place: { attribute: key },
  options: [],
});

/** Everything that users of a tenant can be filtered by, in the order of every page. */
export const filterFields = (definitions: readonly CustomFieldDefinition[]): UserField[] => [
  ...STANDARD_FIELDS,
  ...definitions.map(customField),
  ...ACCOUNT_FIELDS,
];

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
const EQUALITY = { is: 'is', is_not: 'is not' };
const TEXT = { ...EQUALITY, contains: 'contains', one_of: 'is one of', ...EMPTINESS };

/** What fits each kind of field, and how it is said. A list is compared by what it has. */
const OPERATOR_LABELS: Record<FieldKind, Partial<Record<Operator, string>>> = {
  text: TEXT,
  person: TEXT,
  choice: { ...EQUALITY, one_of: 'is one of', ...EMPTINESS },
  number: { ...EQUALITY, at_least: 'is at least', at_most: 'is at most', one_of: 'is one of', ...EMPTINESS },
  boolean: { ...EQUALITY, ...EMPTINESS },
  date: { ...EQUALITY, before: 'is before', after: 'is after', one_of: 'is one of', ...EMPTINESS },
  list: { is: 'has', is_not: 'has not', contains: 'has one that contains', one_of: 'has one of', ...EMPTINESS },
};

/** How an operator is said of a kind of field; null when it does not fit. */
export const operatorLabel = (kind: FieldKind, operator: Operator): string | null =>
  OPERATOR_LABELS[kind][operator] ?? null;

/** What fits a kind of field, with its words. */
export const operatorsFor = (kind: FieldKind): { operator: Operator; word: string }[] =>
  OPERATOR_CODES.flatMap((operator) => {
    const word = operatorLabel(kind, operator);
    return word === null ? [] : [{ operator, word }];
  });

/** Whether an operator compares with nothing. */
export const takesNoValue = (operator: Operator): boolean => operator === 'empty' || operator === 'not_empty';
