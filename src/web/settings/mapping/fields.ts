import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { attributeLabel, STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import { valueAt } from '../../../lib/json.ts';
import { type FormFields, nestValues } from '../shared/form-fields.ts';

/** Valid or not: it goes back to the browser as it came. */
export type MappingFormValues = FormFields;

/** An unchecked checkbox has the text ''. */
interface FieldFormat {
  toJson(text: string): unknown;
  toText(json: unknown): string;
  /** In words, to compare two versions; null for none. */
  describe(text: string): string | null;
}

const isBlank = (text: string): boolean => text.trim() === '';

const textFormat: FieldFormat = {
  toJson: (text) => text,
  toText: (json) => (json === null || json === undefined ? '' : String(json)),
  describe: (text) => (isBlank(text) ? null : text),
};
const optionalTextFormat: FieldFormat = { ...textFormat, toJson: textFormat.describe };
const optionalNumberFormat: FieldFormat = { ...textFormat, toJson: (text) => (isBlank(text) ? null : Number(text)) };

interface CheckboxState {
  json: unknown;
  label: string;
}

/** @param value what the browser sends for a checked box */
const checkboxFormat = (value: string, checked: CheckboxState, unchecked: CheckboxState): FieldFormat => ({
  toJson: (text) => (text === value ? checked : unchecked).json,
  toText: (json) => (json === checked.json ? value : ''),
  describe: (text) => (text === value ? checked : unchecked).label,
});
const nullPolicyFormat = checkboxFormat(
  'keep',
  { json: 'keep', label: 'keep the old value' },
  { json: 'clear', label: 'clear the attribute' },
);
const noEmailFormat = checkboxFormat('skip', { json: 'skip', label: 'skip' }, { json: 'fail', label: 'fail' });
const exportFormat = checkboxFormat('on', { json: true, label: 'exported' }, { json: false, label: 'not exported' });

interface MappingField {
  /** Its dotted path in the body of `PUT /mapping`. */
  name: string;
  label: string;
  format: FieldFormat;
  /** The body leaves this object out while its expression is empty. */
  parent?: string;
  /** A required attribute is never cleared, so its policy has no effect. */
  isIgnoredByMerge?: boolean;
}

/** Every input of the form except rows. This table drives labels, parser, body, comparison and merge. */
export const MAPPING_FIELDS: readonly MappingField[] = [
  ...STANDARD_ATTRIBUTES.flatMap(({ key, label, required }): MappingField[] => {
    const parent = `standard.${key}`;
    return [
      { name: `${parent}.expression`, label, format: textFormat, parent },
      {
        name: `${parent}.null_policy`,
        label: `${label}, without a value`,
        format: nullPolicyFormat,
        parent,
        isIgnoredByMerge: required,
      },
    ];
  }),
  {
    name: 'restricted_role.expression',
    label: 'Restricted-role indicator',
    format: textFormat,
    parent: 'restricted_role',
  },
  { name: 'include', label: 'Include', format: optionalTextFormat },
  { name: 'primary_row', label: 'Primary row', format: optionalTextFormat },
  { name: 'no_email', label: 'Without an e-mail', format: noEmailFormat },
  { name: 'create_days_before_hire', label: 'Create before hire date', format: optionalNumberFormat },
];

export const STATUS_VALUES = 'standard.status.values';

/** A type, not an interface, to be assignable to a record of text. */
export type StatusWord = { word: string; status: string };
export type CustomAttribute = { key: string; type: string; expression: string; null_policy: string; export: string };

function readRows<Row>(
  form: MappingFormValues,
  list: string,
  requiredPart: string,
  readRow: (input: (part: string) => string) => Row,
): Row[] {
  const rows: Row[] = [];
  for (let index = 0; form[`${list}[${index}].${requiredPart}`] !== undefined; index += 1) {
    rows.push(readRow((part) => form[`${list}[${index}].${part}`] ?? ''));
  }
  return rows;
}

export const statusWords = (form: MappingFormValues): StatusWord[] =>
  readRows(form, STATUS_VALUES, 'word', (input) => ({ word: input('word'), status: input('status') }));

export const customAttributes = (form: MappingFormValues): CustomAttribute[] =>
  readRows(form, 'custom', 'key', (input) => ({
    key: input('key'),
    type: input('type'),
    expression: input('expression'),
    null_policy: input('null_policy'),
    export: input('export'),
  }));

const rowFields = (list: string, rows: readonly Record<string, string>[]): FormFields =>
  Object.fromEntries(
    rows.flatMap((row, index) => Object.entries(row).map(([part, value]) => [`${list}[${index}].${part}`, value])),
  );

function replaceRows(
  form: MappingFormValues,
  list: string,
  rows: readonly Record<string, string>[],
): MappingFormValues {
  const others = Object.entries(form).filter(([name]) => !name.startsWith(`${list}[`));
  return { ...Object.fromEntries(others), ...rowFields(list, rows) };
}
export const replaceStatusWords = (form: MappingFormValues, rows: readonly StatusWord[]): MappingFormValues =>
  replaceRows(form, STATUS_VALUES, rows);
export const replaceCustomAttributes = (form: MappingFormValues, rows: readonly CustomAttribute[]): MappingFormValues =>
  replaceRows(form, 'custom', rows);

/** An empty form for null. @param version its number; 0 for null */
export function mappingFormValues(mapping: Mapping | null, version: number): MappingFormValues {
  const words = Object.entries(mapping?.standard.status?.values ?? {}).map(([word, status]) => ({ word, status }));
  const custom = (mapping?.custom ?? []).map((attribute) => ({
    ...attribute,
    null_policy: nullPolicyFormat.toText(attribute.null_policy),
    export: exportFormat.toText(attribute.export),
  }));
  return {
    ...Object.fromEntries(MAPPING_FIELDS.map(({ name, format }) => [name, format.toText(valueAt(mapping, name))])),
    ...rowFields(STATUS_VALUES, words),
    ...rowFields('custom', custom),
    note: '',
    version: String(version),
  };
}

const TRIMMED_FIELDS = /^custom\[\d+\]\.key$|^create_days_before_hire$/;

export const parseMappingForm = (fields: FormFields): MappingFormValues =>
  Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [
      name,
      TRIMMED_FIELDS.test(name) ? text.trim() : text.replaceAll('\r\n', '\n'),
    ]),
  );

/** The version in force when the form was opened; 0 for none. */
export const openedVersion = (form: MappingFormValues): number => Number.parseInt(form.version ?? '', 10) || 0;

/** The body of `PUT /mapping`, without empty attributes; not validated. */
export function mappingBody(form: MappingFormValues): Record<string, unknown> {
  const words = statusWords(form).filter(({ word }) => !isBlank(word));
  const isLeftOut = ({ parent }: MappingField) =>
    parent !== undefined &&
    isBlank(form[`${parent}.expression`] ?? '') &&
    // Words without an expression stay in the body, to be rejected rather than lost silently.
    !(parent === 'standard.status' && words.length > 0);
  const values = MAPPING_FIELDS.filter((field) => !isLeftOut(field)).map(({ name, format }): [string, unknown] => [
    name,
    format.toJson(form[name] ?? ''),
  ]);
  if (words.length > 0) {
    values.push([STATUS_VALUES, Object.fromEntries(words.map(({ word, status }) => [word, status]))]);
  }
  return {
    standard: {},
    ...nestValues(values),
    custom: customAttributes(form).map((attribute) => ({
      ...attribute,
      null_policy: nullPolicyFormat.toJson(attribute.null_policy),
      export: exportFormat.toJson(attribute.export),
    })),
  };
}

export const describeCustomAttribute = ({ expression, type, ...attribute }: CustomAttribute): string =>
  [expression, type, nullPolicyFormat.describe(attribute.null_policy), exportFormat.describe(attribute.export)].join(
    '; ',
  );

const CUSTOM_PART_LABELS: Record<string, string> = { null_policy: 'old value' };

export function fieldLabel(name: string): string {
  const [, key] = /^standard\.(\w+)/.exec(name) ?? [];
  if (key !== undefined) return attributeLabel(key);
  const [, row, part = ''] = /^custom\[(\d+)\]\.(\w+)/.exec(name) ?? [];
  if (row !== undefined) return `Custom attribute ${Number(row) + 1}, ${CUSTOM_PART_LABELS[part] ?? part}`;
  return name === 'note' ? 'Note' : (MAPPING_FIELDS.find((field) => field.name === name)?.label ?? name);
}

/** An expression is linked to by its row, because a script hides its text area. */
export const fieldAnchor = (name: string): string =>
  /expression$|^include$|^primary_row$/.test(name) ? `at-${name}` : name;

export const expressionFieldNames = (form: MappingFormValues): string[] => [
  ...MAPPING_FIELDS.map(({ name }) => name).filter((name) => fieldAnchor(name) !== name),
  ...customAttributes(form).map((_, index) => `custom[${index}].expression`),
];
