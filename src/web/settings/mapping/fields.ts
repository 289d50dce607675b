import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { attributeLabel, STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import { valueAt } from '../../../lib/json.ts';
import { type FormFields, nestValues } from '../shared/form-fields.ts';

/** A mapping as it is typed, valid or not. Nothing typed is lost on the way through the server. */
export type MappingForm = FormFields;

/** Converts the text of an input to JSON and back. An unticked checkbox has the text ''. */
interface FieldFormat {
  toJson(text: string): unknown;
  toText(json: unknown): string;
  /** The value as two versions are compared by it; null for none. */
  describe(text: string): string | null;
}

const isBlank = (text: string): boolean => text.trim() === '';

const text: FieldFormat = {
  toJson: (typed) => typed,
  toText: (json) => (json === null || json === undefined ? '' : String(json)),
  describe: (typed) => (isBlank(typed) ? null : typed),
};
const optionalText: FieldFormat = { ...text, toJson: text.describe };
const optionalNumber: FieldFormat = { ...text, toJson: (typed) => (isBlank(typed) ? null : Number(typed)) };

interface BoxState {
  json: unknown;
  label: string;
}

/** @param value what a browser sends of a ticked box */
const checkbox = (value: string, ticked: BoxState, unticked: BoxState): FieldFormat => ({
  toJson: (typed) => (typed === value ? ticked : unticked).json,
  toText: (json) => (json === ticked.json ? value : ''),
  describe: (typed) => (typed === value ? ticked : unticked).label,
});
const keepOrClear = checkbox(
  'keep',
  { json: 'keep', label: 'keep the old value' },
  { json: 'clear', label: 'clear the attribute' },
);
const skipOrFail = checkbox('skip', { json: 'skip', label: 'skip' }, { json: 'fail', label: 'fail' });
const exported = checkbox('on', { json: true, label: 'exported' }, { json: false, label: 'not exported' });

interface MappingField extends FieldFormat {
  /** Its name in the form: its place in the body of `PUT /mapping`. */
  name: string;
  label: string;
  /** The object that it is part of, which the body leaves out while the object's expression is empty. */
  within?: string;
  /** Whether it is compared and merged. Required attributes are never cleared, so their policy is not. */
  compared: boolean;
}

/** Every input of the form but those of rows. This table drives labels, parser, body, comparison and merge. */
export const MAPPING_FIELDS: readonly MappingField[] = [
  ...STANDARD_ATTRIBUTES.flatMap(({ key, label, required }) => {
    const within = `standard.${key}`;
    return [
      { ...text, name: `${within}.expression`, label, within, compared: true },
      {
        ...keepOrClear,
        name: `${within}.null_policy`,
        label: `${label}, without a value`,
        within,
        compared: !required,
      },
    ];
  }),
  {
    ...text,
    name: 'restricted_role.expression',
    label: 'Restricted-role indicator',
    within: 'restricted_role',
    compared: true,
  },
  { ...optionalText, name: 'include', label: 'Include', compared: true },
  { ...optionalText, name: 'primary_row', label: 'Primary row', compared: true },
  { ...skipOrFail, name: 'no_email', label: 'Without an e-mail', compared: true },
  { ...optionalNumber, name: 'create_days_before_hire', label: 'Create before hire date', compared: true },
];

/** The value table of the status; its words are rows of the form. */
export const STATUS_VALUES = 'standard.status.values';

/** A row of the value table of the status. (Types, not interfaces, to be records of text.) */
export type StatusWord = { word: string; status: string };
export type CustomAttribute = { key: string; type: string; expression: string; null_policy: string; export: string };

/** Reads numbered rows up to the first number that is missing. @param mark the part that every row has */
function readRows<Row>(form: MappingForm, list: string, mark: string, read: (part: (name: string) => string) => Row) {
  const rows: Row[] = [];
  for (let index = 0; form[`${list}[${index}].${mark}`] !== undefined; index += 1) {
    rows.push(read((part) => form[`${list}[${index}].${part}`] ?? ''));
  }
  return rows;
}

export const statusWords = (form: MappingForm): StatusWord[] =>
  readRows(form, STATUS_VALUES, 'word', (part) => ({ word: part('word'), status: part('status') }));

export const customAttributes = (form: MappingForm): CustomAttribute[] =>
  readRows(form, 'custom', 'key', (part) => ({
    key: part('key'),
    type: part('type'),
    expression: part('expression'),
    null_policy: part('null_policy'),
    export: part('export'),
  }));

const nameRows = (list: string, rows: readonly Record<string, string>[]): FormFields =>
  Object.fromEntries(
    rows.flatMap((row, index) => Object.entries(row).map(([part, typed]) => [`${list}[${index}].${part}`, typed])),
  );

function withRows(form: MappingForm, list: string, rows: readonly Record<string, string>[]): MappingForm {
  const others = Object.entries(form).filter(([name]) => !name.startsWith(`${list}[`));
  return { ...Object.fromEntries(others), ...nameRows(list, rows) };
}
export const withStatusWords = (form: MappingForm, rows: readonly StatusWord[]): MappingForm =>
  withRows(form, STATUS_VALUES, rows);
export const withCustomAttributes = (form: MappingForm, rows: readonly CustomAttribute[]): MappingForm =>
  withRows(form, 'custom', rows);

/** The form of a stored mapping; empty for none. @param version its number; 0 for none */
export function mappingFormOf(mapping: Mapping | null, version: number): MappingForm {
  const words = Object.entries(mapping?.standard.status?.values ?? {}).map(([word, status]) => ({ word, status }));
  const custom = (mapping?.custom ?? []).map((attribute) => ({
    ...attribute,
    null_policy: keepOrClear.toText(attribute.null_policy),
    export: exported.toText(attribute.export),
  }));
  return {
    ...Object.fromEntries(MAPPING_FIELDS.map(({ name, toText }) => [name, toText(valueAt(mapping, name))])),
    ...nameRows(STATUS_VALUES, words),
    ...nameRows('custom', custom),
    note: '',
    version: String(version),
  };
}

const TRIMMED = /^custom\[\d+\]\.key$|^create_days_before_hire$/;

/** Normalises line ends, and white space around keys and numbers. */
export const parseMappingForm = (fields: FormFields): MappingForm =>
  Object.fromEntries(
    Object.entries(fields).map(([name, typed]) => [
      name,
      TRIMMED.test(name) ? typed.trim() : typed.replaceAll('\r\n', '\n'),
    ]),
  );

/** The version that the form was opened with; 0 for none. */
export const versionSeen = (form: MappingForm): number => Number.parseInt(form.version ?? '', 10) || 0;

/** The body of `PUT /mapping`, without what is empty. It is not validated: the domain does that. */
export function mappingBody(form: MappingForm): Record<string, unknown> {
  const words = statusWords(form).filter(({ word }) => !isBlank(word));
  const isLeftOut = ({ within }: MappingField) =>
    within !== undefined &&
    isBlank(form[`${within}.expression`] ?? '') &&
    // A table without an expression would get lost without a word.
    !(within === 'standard.status' && words.length > 0);
  const values = MAPPING_FIELDS.filter((field) => !isLeftOut(field)).map(({ name, toJson }): [string, unknown] => [
    name,
    toJson(form[name] ?? ''),
  ]);
  if (words.length > 0) {
    values.push([STATUS_VALUES, Object.fromEntries(words.map(({ word, status }) => [word, status]))]);
  }
  return {
    standard: {},
    ...nestValues(values),
    custom: customAttributes(form).map((attribute) => ({
      ...attribute,
      null_policy: keepOrClear.toJson(attribute.null_policy),
      export: exported.toJson(attribute.export),
    })),
  };
}

export const describeCustomAttribute = ({ expression, type, ...attribute }: CustomAttribute): string =>
  [expression, type, keepOrClear.describe(attribute.null_policy), exported.describe(attribute.export)].join('; ');

const CUSTOM_PARTS: Record<string, string> = { null_policy: 'old value' };

/** The label of a field for lists of errors. */
export function fieldLabel(name: string): string {
  const [, key] = /^standard\.(\w+)/.exec(name) ?? [];
  if (key !== undefined) return attributeLabel(key);
  const [, row, part = ''] = /^custom\[(\d+)\]\.(\w+)/.exec(name) ?? [];
  if (row !== undefined) return `Custom attribute ${Number(row) + 1}, ${CUSTOM_PARTS[part] ?? part}`;
  return name === 'note' ? 'Note' : (MAPPING_FIELDS.find((field) => field.name === name)?.label ?? name);
}

/** The ID to link to for a field. The editor covers an expression's text area, so that links to the row around it. */
export const fieldAnchor = (name: string): string =>
  /expression$|^include$|^primary_row$/.test(name) ? `at-${name}` : name;

export const expressionNames = (form: MappingForm): string[] => [
  ...MAPPING_FIELDS.map(({ name }) => name).filter((name) => fieldAnchor(name) !== name),
  ...customAttributes(form).map((_, index) => `custom[${index}].expression`),
];
