import {
  type Attributes,
  type AttributeValue,
  attributeLabel,
  STANDARD_ATTRIBUTES,
  type UserRole,
  type UserState,
} from './attributes.ts';

export interface ExportColumns {
  /** Keys of attributes: standard ones in their order, then the tenant's own in theirs. */
  keys: readonly string[];
  header: readonly string[];
  omitted: readonly string[];
}

interface ExportedUser {
  attributes: Attributes;
  role: UserRole;
  state: UserState;
}

/** @param exportWithout keys of standard attributes that the tenant keeps out */
export function exportColumns(
  custom: readonly { key: string; export: boolean }[],
  exportWithout: readonly string[],
): ExportColumns {
  const all = [
    ...STANDARD_ATTRIBUTES.map(({ key, label }) => ({ key, name: label, exported: !exportWithout.includes(key) })),
    // Named by their key, which a program can rely on.
    ...custom.map(({ key, export: exported }) => ({ key, name: key, exported })),
  ];
  const kept = all.filter(({ exported }) => exported);
  return {
    keys: kept.map(({ key }) => key),
    header: [...kept.map(({ name }) => name), 'Role', 'State'],
    omitted: all.filter(({ exported }) => !exported).map(({ key }) => key),
  };
}

const cellText = (value: AttributeValue | undefined): string =>
  value === undefined ? '' : Array.isArray(value) ? value.join('; ') : String(value);

export const exportCells = ({ attributes, role, state }: ExportedUser, { keys }: ExportColumns): string[] => [
  ...keys.map((key) => cellText(Object.hasOwn(attributes, key) ? attributes[key] : undefined)),
  role,
  state,
];

export const describeOmittedColumns = ({ omitted }: ExportColumns): string => omitted.map(attributeLabel).join(', ');
