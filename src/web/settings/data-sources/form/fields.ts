import { isSecretName } from '../../../../lib/http/redact.ts';
import { isObject, valueAt } from '../../../../lib/json.ts';
import { nestValues } from '../../shared/form-fields.ts';

/** Its row drives the input, the parser, the body of the API and where an error is shown. */
export interface SourceField {
  /** Its dotted path in the body of `PUT /data-sources/{kind}`. A name that begins with `_` is not in the body. */
  name: string;
  label: string;
  /** `shown` is read-only; a `list` has one value a line; `secret-lines` is a secret of several lines. */
  input: 'text' | 'url' | 'number' | 'secret' | 'secret-lines' | 'choice' | 'lines' | 'list' | 'headers' | 'shown';
  /** The JSON type of a choice, when not text. */
  type?: 'number' | 'boolean';
  hint?: string;
  required?: boolean;
  options?: readonly (readonly [value: string, label: string])[];
  /** What a change of its value renders again, because other fields depend on it. */
  refreshes?: 'group' | 'form';
  /** The JSON of an empty input, null or ''; without this it is left out of the body. */
  whenEmpty?: 'null' | 'text';
}

export interface FieldGroup {
  id: string;
  legend: string;
  fields: SourceField[];
}

/** '' for a field without a value. */
export type FormValues = (name: string) => string;

export interface SourceForm {
  toggle: string;
  initial: Record<string, string>;
  /** Values of the fields that are not in the body. */
  deriveValues?: (settings: Record<string, unknown>) => Record<string, string>;
  groups(values: FormValues): FieldGroup[];
}

export const fieldsOfForm = (form: SourceForm, values: FormValues): SourceField[] =>
  form.groups(values).flatMap(({ fields }) => fields);

/** @param json stored settings or submitted fields, nested in the same way */
export const formValues =
  ({ initial }: SourceForm, json: unknown): FormValues =>
  (name) =>
    toText(valueAt(json, name)) ?? initial[name] ?? '';

function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join('\n');
  return isObject(value) ? formatHeaders(value) : String(value);
}

/**
 * The body of `PUT /data-sources/{kind}`.
 * @param enabled differs from the form while an admin has yet to confirm that another source is disabled
 */
export function sourceBody(form: SourceForm, values: FormValues, enabled: boolean): Record<string, unknown> {
  const settings = fieldsOfForm(form, values)
    .filter(({ name, input }) => input !== 'shown' && !name.startsWith('_'))
    .map((field) => [field.name, toJson(field, values(field.name))] as const)
    .filter(([, value]) => value !== undefined);
  return { enabled, ...nestValues(settings) };
}

export const isSecretInput = ({ input }: SourceField): boolean => input === 'secret' || input === 'secret-lines';

/** @returns undefined for what is left out of the body */
function toJson(field: SourceField, text: string): unknown {
  const { input, type, whenEmpty } = field;
  if (input === 'headers') return parseHeaders(text);
  if (input === 'list') return text.split(/\s+/).filter((line) => line !== '');
  const isSecret = isSecretInput(field);
  const value = input === 'lines' || isSecret ? text : text.trim();
  if (value === '') {
    if (isSecret || whenEmpty === 'null') return null;
    return whenEmpty === 'text' ? '' : undefined;
  }
  if (type === 'boolean') return value === 'true';
  const isNumber = input === 'number' || type === 'number';
  return isNumber && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

const formatHeaders = (headers: Record<string, unknown>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value ?? ''}`.trimEnd())
    .join('\n');

/** A secret header without a value has null, which keeps the stored value. */
function parseHeaders(text: string): Record<string, string | null> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = line, value = ''] = /^([^:]*):(.*)$/.exec(line) ?? [];
      return [name.trim(), value.trim() || null];
    }),
  );
}

/** Values of secret headers are never sent back. */
export const redactHeaders = (lines: string): string =>
  lines
    .split(/\r?\n/)
    .map((line) => {
      const [name = ''] = line.split(':', 1);
      return line.includes(':') && isSecretName(name.trim().toLowerCase()) ? `${name.trim()}:` : line;
    })
    .join('\n');
