import type { Mapping } from './mapping.ts';

export interface FieldChange {
  /** As in the body of a mapping: `expression`, `null_policy`, `values.LOA`, …. */
  field: string;
  before: string | null;
  after: string | null;
}

export interface MappingChange {
  key: string;
  kind: 'added' | 'removed' | 'changed';
  fields: FieldChange[];
}

export function mappingChanges(before: Mapping | null, after: Mapping): MappingChange[] {
  const [old, now] = [before === null ? new Map<string, Fields>() : partsOf(before), partsOf(after)];
  const changes = [...new Set([...now.keys(), ...old.keys()])].flatMap(
    (key) => changeOf(key, old.get(key) ?? NO_FIELDS, now.get(key) ?? NO_FIELDS) ?? [],
  );
  const order = before === null ? null : orderChange(before, after);
  return order === null ? changes : [...changes, order];
}

type Fields = Map<string, string>;

const NO_FIELDS: Fields = new Map();

function partsOf({ standard, custom, ...rules }: Mapping): Map<string, Fields> {
  const parts = new Map(Object.entries(standard).map(([key, part]) => [key, fieldsOf(part)]));
  for (const attribute of custom) parts.set(attribute.key, fieldsOf(attribute));
  for (const [key, rule] of Object.entries(rules)) parts.set(key, fieldsOf(rule));
  return parts;
}

/** Status values have a field for each word. */
function fieldsOf(part: unknown): Fields {
  if (part === null || part === undefined) return new Map();
  if (typeof part !== 'object') return new Map([['expression', toText(part)]]);
  const fields: Fields = new Map();
  for (const [field, value] of Object.entries(part)) {
    if (typeof value === 'object' && value !== null) {
      for (const [word, meant] of Object.entries(value)) fields.set(`${field}.${word}`, toText(meant));
    } else if (field !== 'key' && value !== null && value !== undefined) fields.set(field, toText(value));
  }
  return fields;
}

function changeOf(key: string, before: Fields, after: Fields): MappingChange | null {
  const kind = before.size === 0 ? 'added' : after.size === 0 ? 'removed' : 'changed';
  const fields = [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const change = { field, before: before.get(field) ?? null, after: after.get(field) ?? null };
    const isDefault = kind !== 'changed' && (change.before ?? change.after) === DEFAULTS[field];
    return change.before === change.after || isDefault ? [] : [change];
  });
  return fields.length === 0 ? null : { key, kind, fields };
}

/** Left out when a whole attribute is added or removed. */
const DEFAULTS: Record<string, string> = { null_policy: 'clear', export: 'true' };

function orderChange(before: Mapping, after: Mapping): MappingChange | null {
  const keysOf = ({ custom }: Mapping, other: Mapping) =>
    custom.map(({ key }) => key).filter((key) => other.custom.some((attribute) => attribute.key === key));
  const [was, is] = [keysOf(before, after).join(', '), keysOf(after, before).join(', ')];
  return was === is ? null : { key: 'custom', kind: 'changed', fields: [{ field: 'order', before: was, after: is }] };
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
