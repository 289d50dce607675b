import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { attributeLabel, STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import { type FormFields, nestValues, valueAt } from '../shared/form-fields.ts';

/** A mapping as it is being typed. Anything may be wrong with it, and nothing of it is lost. */
export type MappingForm = FormFields;

/** How the text of an input becomes JSON, and comes from it. A box that is not ticked has no text. */
interface FieldFormat {
  toJson(text: string): unknown;
  toText(json: unknown): string;
  /** As a person reads it who compares two versions; null where there is nothing. */
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

/** @param on what a ticked box sends, stands for and is called @param off of one that is not */
const checkbox = (on: [text: string, json: unknown, words: string], off: [json: unknown, words: string]) => ({
  toJson: (typed: string) => (typed === on[0] ? on[1] : off[0]),
  toText: (json: unknown) => (json === on[1] ? on[0] : ''),
  describe: (typed: string) => (typed === on[0] ? on[2] : off[1]),
});
const keepOrClear = checkbox(['keep', 'keep', 'keep the old value'], ['clear', 'clear the attribute']);
const skipOrFail = checkbox(['skip', 'skip', 'skip'], ['fail', 'fail']);
const exported = checkbox(['on', true, 'exported'], [false, 'not exported']);

interface MappingField extends FieldFormat {
  /** Its name in the form: its place in the body of `PUT /mapping`. */
  name: string;
  label: string;
  /** The object of the body that is left out as long as its expression is empty. */
  within?: string;
  /** Whether two versions are compared by it. */
  compared: boolean;
}

/** Every input of the form, but for those that come once a row. */
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

/** Where the value table of the status stands; its words are rows of the form. */
export const STATUS_VALUES = 'standard.status.values';

/** A row of the value table of the status. Types, not interfaces: rows are written back by part. */
export type StatusWord = { word: string; status: string };
export type CustomAttribute = { key: string; type: string; expression: string; null_policy: string; export: string };

/** Rows that were sent, by number: the first number that is missing ends them. @param mark the part that every row has */
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

/** The form of a stored mapping; of none, an empty one. @param version that its writer sees; 0 for none */
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

/** The form as it was typed. */
export const parseMappingForm = (fields: FormFields): MappingForm =>
  Object.fromEntries(
    Object.entries(fields).map(([name, typed]) => [
      name,
      TRIMMED.test(name) ? typed.trim() : typed.replaceAll('\r\n', '\n'),
    ]),
  );

/** The version that its writer saw; 0 for none. */
export const versionSeen = (form: MappingForm): number => Number.parseInt(form.version ?? '', 10) || 0;

/** The body of `PUT /mapping`: what is left empty is left out, and what is wrong is left for the domain to refuse. */
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

/** A custom attribute in one line. */
export const describeCustomAttribute = ({ expression, type, ...attribute }: CustomAttribute): string =>
  [expression, type, keepOrClear.describe(attribute.null_policy), exported.describe(attribute.export)].join('; ');

const CUSTOM_PARTS: Record<string, string> = { null_policy: 'old value' };

/** What a field is called when it is spoken of from elsewhere on the page. */
export function fieldLabel(name: string): string {
  const [, key] = /^standard\.(\w+)/.exec(name) ?? [];
  if (key !== undefined) return attributeLabel(key);
  const [, row, part = ''] = /^custom\[(\d+)\]\.(\w+)/.exec(name) ?? [];
  if (row !== undefined) return `Custom attribute ${Number(row) + 1}, ${CUSTOM_PARTS[part] ?? part}`;
  return name === 'note' ? 'Note' : (MAPPING_FIELDS.find((field) => field.name === name)?.label ?? name);
}

/** Where on the page a field is: an editor stands over the text area of an expression, so its row is what is jumped to. */
export const fieldAnchor = (name: string): string =>
  /expression$|^include$|^primary_row$/.test(name) ? `at-${name}` : name;

/** Names of all inputs that hold an expression. */
export const expressionNames = (form: MappingForm): string[] => [
  ...MAPPING_FIELDS.map(({ name }) => name).filter((name) => fieldAnchor(name) !== name),
  ...customAttributes(form).map((_, index) => `custom[${index}].expression`),
];
