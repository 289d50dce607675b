import { SOURCE_KINDS } from '../../sync/words.ts';
import { type AttributeType, attributeLabel, STANDARD_ATTRIBUTES } from '../attributes.ts';

/** How a field is compared. `choice`: it holds one of few words. `person`: a manager, by what is shown of them. */
export type FieldKind = AttributeType | 'choice' | 'person';

/** Something of a user that a condition can be about. */
export interface Field {
  /** As it stands in a condition: `department`, `custom.level`, `role`, `source`. */
  name: string;
  label: string;
  kind: FieldKind;
  place: { attribute: string } | { column: 'role' | 'owner_source' };
  /** What a choice can be. */
  options: readonly string[];
}

/** What a custom attribute must say of itself to be compared. */
export interface Definition {
  key: string;
  type: AttributeType;
}

/** Standard attributes that are more than their type says. */
const KINDS: Partial<Record<string, FieldKind>> = { status: 'choice', manager: 'person' };

const STANDARD: readonly Field[] = STANDARD_ATTRIBUTES.map(({ key, label, type }) => ({
  name: key,
  label,
  kind: KINDS[key] ?? type,
  place: { attribute: key },
  options: key === 'status' ? ['active', 'on_leave', 'terminated'] : [],
}));

/** What a user has beside attributes. The state has a place of its own in a filter: it is what a list shows first. */
const STANDING: readonly Field[] = [
  { name: 'role', label: 'Role', kind: 'choice', place: { column: 'role' }, options: ['regular', 'restricted'] },
  { name: 'source', label: 'Owned by', kind: 'choice', place: { column: 'owner_source' }, options: SOURCE_KINDS },
];

/** A custom attribute has a name space of its own: its key may be `role` or `source` too. */
const customField = ({ key, type }: Definition): Field => ({
  name: `custom.${key}`,
  label: attributeLabel(key),
  kind: type,
  place: { attribute: key },
  options: [],
});

/** Everything that users of a tenant can be filtered by, in the order of every page. */
export const fieldsOf = (definitions: readonly Definition[]): Field[] => [
  ...STANDARD,
  ...definitions.map(customField),
  ...STANDING,
];
