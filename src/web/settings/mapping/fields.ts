import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { STANDARD_ATTRIBUTES, type StandardKey } from '../../../domain/user/attributes.ts';

/** An attribute as the form has it: no expression is an empty text. */
export interface AttributeText {
  expression: string;
  /** Keep the old value when the expression gives none. */
  keep: boolean;
}

/** One row of the value table of the status. */
export interface StatusWord {
  word: string;
  status: string;
}

export interface CustomText extends AttributeText {
  key: string;
  type: string;
  export: boolean;
}

/** A mapping as it is being typed: anything may be wrong with it, and nothing of it is lost. */
export interface MappingForm {
  standard: Record<StandardKey, AttributeText>;
  statusWords: StatusWord[];
  custom: CustomText[];
  restrictedRole: string;
  include: string;
  primaryRow: string;
  skipNoEmail: boolean;
  createDays: string;
  note: string;
  /** The version that the writer saw; 0 for none. */
  version: number;
}

const forEachStandard = <Value>(of: (key: StandardKey) => Value): Record<StandardKey, Value> => ({
  full_name: of('full_name'),
  email: of('email'),
  picture_url: of('picture_url'),
  employee_id: of('employee_id'),
  hire_date: of('hire_date'),
  termination_date: of('termination_date'),
  status: of('status'),
  department: of('department'),
  title: of('title'),
  location: of('location'),
  manager: of('manager'),
});

/** The form of a stored mapping; of none, an empty one. */
export function mappingFormOf(mapping: Mapping | null, version: number): MappingForm {
  const text = (key: StandardKey): AttributeText => {
    const attribute = mapping?.standard[key];
    return { expression: attribute?.expression ?? '', keep: attribute?.null_policy === 'keep' };
  };
  const words = Object.entries(mapping?.standard.status?.values ?? {});
  return {
    standard: forEachStandard(text),
    statusWords: words.map(([word, status]) => ({ word, status })),
    custom: (mapping?.custom ?? []).map(({ null_policy, ...attribute }) => ({
      ...attribute,
      keep: null_policy === 'keep',
    })),
    restrictedRole: mapping?.restricted_role?.expression ?? '',
    include: mapping?.include ?? '',
    primaryRow: mapping?.primary_row ?? '',
    skipNoEmail: mapping?.no_email === 'skip',
    createDays: mapping?.create_days_before_hire?.toString() ?? '',
    note: '',
    version,
  };
}

/** What a browser sends: one text a name. */
export type FormFields = Readonly<Record<string, string>>;

/** Rows that were sent, by number: the first number that is missing ends them. */
function readRows<Row>(fields: FormFields, list: string, mark: string, read: (at: string) => Row): Row[] {
  const rows: Row[] = [];
  while (fields[`${list}[${rows.length}].${mark}`] !== undefined) rows.push(read(`${list}[${rows.length}]`));
  return rows;
}

/** Reads the form. A field's name is its place in the body of `PUT /mapping`. */
export function parseMappingForm(fields: FormFields): MappingForm {
  const text = (name: string) => (fields[name] ?? '').replaceAll('\r\n', '\n');
  const attribute = (at: string): AttributeText => ({
    expression: text(`${at}.expression`),
    keep: text(`${at}.null_policy`) === 'keep',
  });
  return {
    standard: forEachStandard((key) => attribute(`standard.${key}`)),
    statusWords: readRows(fields, 'standard.status.values', 'word', (at) => ({
      word: text(`${at}.word`),
      status: text(`${at}.status`),
    })),
    custom: readRows(fields, 'custom', 'key', (at) => ({
      ...attribute(at),
      key: text(`${at}.key`).trim(),
      type: text(`${at}.type`),
      export: text(`${at}.export`) === 'on',
    })),
    restrictedRole: text('restricted_role.expression'),
    include: text('include'),
    primaryRow: text('primary_row'),
    skipNoEmail: text('no_email') === 'skip',
    createDays: text('create_days_before_hire').trim(),
    note: text('note'),
    version: Number.parseInt(text('version'), 10) || 0,
  };
}

const isEmpty = (text: string): boolean => text.trim() === '';
const orNull = (text: string): string | null => (isEmpty(text) ? null : text);

/** Rows in which something stands. */
export const filledStatusWords = (form: MappingForm): StatusWord[] =>
  form.statusWords.filter(({ word }) => !isEmpty(word));

/** The body of `PUT /mapping`: what is left empty is left out, and what is wrong is left for the domain to refuse. */
export function mappingBody(form: MappingForm) {
  const words = filledStatusWords(form);
  const standard = STANDARD_ATTRIBUTES.flatMap(({ key }) => {
    const { expression, keep } = form.standard[key];
    const values =
      key === 'status' && words.length > 0
        ? { values: Object.fromEntries(words.map(({ word, status }) => [word, status])) }
        : null;
    // A table without an expression would get lost without a word.
    if (isEmpty(expression) && values === null) return [];
    return [[key, { expression, null_policy: keep ? 'keep' : 'clear', ...values }] as const];
  });
  return {
    standard: Object.fromEntries(standard),
    custom: form.custom.map(({ keep, ...attribute }) => ({ ...attribute, null_policy: keep ? 'keep' : 'clear' })),
    restricted_role: isEmpty(form.restrictedRole) ? null : { expression: form.restrictedRole },
    include: orNull(form.include),
    primary_row: orNull(form.primaryRow),
    no_email: form.skipNoEmail ? 'skip' : 'fail',
    create_days_before_hire: form.createDays === '' ? null : Number(form.createDays),
  };
}

/** The form as a browser would send it. */
export function mappingFormFields(source: string, form: MappingForm): FormFields {
  const fields: Record<string, string> = {
    source,
    version: String(form.version),
    note: form.note,
    include: form.include,
    primary_row: form.primaryRow,
    'restricted_role.expression': form.restrictedRole,
    create_days_before_hire: form.createDays,
    ...(form.skipNoEmail && { no_email: 'skip' }),
  };
  const attribute = (at: string, { expression, keep }: AttributeText) => {
    fields[`${at}.expression`] = expression;
    if (keep) fields[`${at}.null_policy`] = 'keep';
  };
  for (const { key } of STANDARD_ATTRIBUTES) attribute(`standard.${key}`, form.standard[key]);
  for (const [at, row] of form.custom.entries()) {
    attribute(`custom[${at}]`, row);
    fields[`custom[${at}].key`] = row.key;
    fields[`custom[${at}].type`] = row.type;
    if (row.export) fields[`custom[${at}].export`] = 'on';
  }
  for (const [at, { word, status }] of form.statusWords.entries()) {
    fields[`standard.status.values[${at}].word`] = word;
    fields[`standard.status.values[${at}].status`] = status;
  }
  return fields;
}
