import {
  type Attributes,
  type AttributeValue,
  attributeLabel,
  STANDARD_ATTRIBUTES,
  type UserRole,
  type UserState,
} from './attributes.ts';

/** What a CSV export has of each user. */
export interface ExportColumns {
  /** Keys of attributes: standard ones in their order, then the tenant's own in theirs. */
  keys: readonly string[];
  header: readonly string[];
  /** Keys that somebody chose to leave out. */
  without: readonly string[];
}

/** What a row of an export is made of. */
interface ExportedUser {
  attributes: Attributes;
  role: UserRole;
  state: UserState;
}

/**
 * Decides the columns of an export.
 * @param custom the tenant's own attributes in their order, each with whether it may be exported
 * @param exportWithout standard attributes that the tenant leaves out
 */
export function exportColumns(
  custom: readonly { key: string; export: boolean }[],
  exportWithout: readonly string[],
): ExportColumns {
  const all = [
    ...STANDARD_ATTRIBUTES.map(({ key, label }) => ({ key, name: label, out: exportWithout.includes(key) })),
    // By their key, which a program can rely on.
    ...custom.map(({ key, export: goesOut }) => ({ key, name: key, out: !goesOut })),
  ];
  const kept = all.filter(({ out }) => !out);
  return {
    keys: kept.map(({ key }) => key),
    header: [...kept.map(({ name }) => name), 'Role', 'State'],
    without: all.filter(({ out }) => out).map(({ key }) => key),
  };
}

/** A value of an attribute as text: dates as they are stored, ISO; a list parted by semicolons. */
const cellText = (value: AttributeValue | undefined): string =>
  value === undefined ? '' : Array.isArray(value) ? value.join('; ') : String(value);

/** A user as the cells of these columns. */
export const exportCells = ({ attributes, role, state }: ExportedUser, { keys }: ExportColumns): string[] => [
  ...keys.map((key) => cellText(Object.hasOwn(attributes, key) ? attributes[key] : undefined)),
  role,
  state,
];

/** The attributes that stay out, as people read them: “Picture URL, Salary”. */
export const describeOmittedColumns = ({ without }: ExportColumns): string => without.map(attributeLabel).join(', ');
