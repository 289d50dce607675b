import { SOURCE_KINDS } from '../../shared/source-kinds.ts';
import {
  type AttributeType,
  attributeLabel,
  EMPLOYMENT_STATUSES,
  STANDARD_ATTRIBUTES,
  USER_ROLES,
} from '../attributes.ts';

/** `choice`: the field holds one of its options. `person`: a manager, compared by what is shown of them. */
export type FieldKind = AttributeType | 'choice' | 'person';

export interface UserField {
  /** As conditions spell it: `department`, `custom.level`, `role`, `source`. */
  name: string;
  label: string;
  kind: FieldKind;
  place: { attribute: string } | { column: 'role' | 'owner_source' };
  /** Empty for every kind but `choice`. */
  options: readonly string[];
}

interface CustomFieldDefinition {
  key: string;
  type: AttributeType;
}

const KIND_BY_KEY: Partial<Record<string, FieldKind>> = { status: 'choice', manager: 'person' };

const STANDARD_FIELDS: readonly UserField[] = STANDARD_ATTRIBUTES.map(({ key, label, type }) => ({
  name: key,
  label,
  kind: KIND_BY_KEY[key] ?? type,
  place: { attribute: key },
  options: key === 'status' ? EMPLOYMENT_STATUSES : [],
}));

/** The state is not among them: it is a separate part of a filter. */
const ACCOUNT_FIELDS: readonly UserField[] = [
  { name: 'role', label: 'Role', kind: 'choice', place: { column: 'role' }, options: USER_ROLES },
  { name: 'source', label: 'Owned by', kind: 'choice', place: { column: 'owner_source' }, options: SOURCE_KINDS },
];

/** Custom attributes have a namespace: their key may be `role` or `source` too. */
const customField = ({ key, type }: CustomFieldDefinition): UserField => ({
  name: `custom.${key}`,
  label: attributeLabel(key),
  kind: type,
  place: { attribute: key },
  options: [],
});

export const filterFields = (definitions: readonly CustomFieldDefinition[]): UserField[] => [
  ...STANDARD_FIELDS,
  ...definitions.map(customField),
  ...ACCOUNT_FIELDS,
];

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

/** A list is compared by its elements. */
const OPERATOR_LABELS: Record<FieldKind, Partial<Record<Operator, string>>> = {
  text: TEXT,
  person: TEXT,
  choice: { ...EQUALITY, one_of: 'is one of', ...EMPTINESS },
  number: { ...EQUALITY, at_least: 'is at least', at_most: 'is at most', one_of: 'is one of', ...EMPTINESS },
  boolean: { ...EQUALITY, ...EMPTINESS },
  date: { ...EQUALITY, before: 'is before', after: 'is after', one_of: 'is one of', ...EMPTINESS },
  list: { is: 'has', is_not: 'has not', contains: 'has one that contains', one_of: 'has one of', ...EMPTINESS },
};

export const operatorLabel = (kind: FieldKind, operator: Operator): string | null =>
  OPERATOR_LABELS[kind][operator] ?? null;

export const operatorsFor = (kind: FieldKind): { operator: Operator; label: string }[] =>
  OPERATOR_CODES.flatMap((operator) => {
    const label = operatorLabel(kind, operator);
    return label === null ? [] : [{ operator, label }];
  });

export const takesNoValue = (operator: Operator): boolean => operator === 'empty' || operator === 'not_empty';
