import { isSecretName } from '../../../../lib/http/redact.ts';
import { isObject, valueAt } from '../../../../lib/json.ts';
import { nestValues } from '../../shared/form-fields.ts';

/**
 * One setting of a data source. This table drives its input, its parser, the body of the API and the place of its
 * error.
 */
export interface SourceField {
  /** Its place in the body of `PUT /data-sources/{kind}`. One that begins with `_` is not in the body. */
  name: string;
  label: string;
  /** `shown` is read-only; a `list` has one value a line; `secret-lines` is a secret of several lines. */
  as: 'text' | 'url' | 'number' | 'secret' | 'secret-lines' | 'choice' | 'lines' | 'list' | 'headers' | 'shown';
  /** The JSON type of a choice, when not text. */
  type?: 'number' | 'boolean';
  hint?: string;
  required?: boolean;
  options?: readonly (readonly [value: string, word: string])[];
  /** Which other fields depend on it: those of its group, or all. */
  switches?: 'group' | 'form';
  /** An empty field is left out of the body unless this says otherwise. */
  empty?: 'null' | 'text';
}

/** Settings that belong together, and are shown anew together. */
export interface FieldGroup {
  id: string;
  legend: string;
  fields: SourceField[];
}

/** Values of a form by field name; '' for none. */
export type FormValues = (name: string) => string;

export interface SourceForm {
  /** Label of the switch that turns it on. */
  toggle: string;
  /** Values of a form that was never saved. */
  initial: Record<string, string>;
  derived?: (settings: Record<string, unknown>) => Record<string, string>;
  /** Which settings there are depends on what is chosen. */
  groups(values: FormValues): FieldGroup[];
}

export const fieldsOfForm = (form: SourceForm, values: FormValues): SourceField[] =>
  form.groups(values).flatMap(({ fields }) => fields);

/** Values of a form. @param json stored settings, or what a browser sent, nested the same way */
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
 * @param enabled may differ from the form, which asks before it switches sources
 */
export function sourceBody(form: SourceForm, values: FormValues, enabled: boolean): Record<string, unknown> {
  const settings = fieldsOfForm(form, values)
    .filter(({ name, as }) => as !== 'shown' && !name.startsWith('_'))
    .map((field) => [field.name, toJson(field, values(field.name))] as const)
    .filter(([, value]) => value !== undefined);
  return { enabled, ...nestValues(settings) };
}

function toJson({ as, empty, type }: SourceField, text: string): unknown {
  if (as === 'headers') return parseHeaders(text);
  if (as === 'list') return text.split(/\s+/).filter((line) => line !== '');
  const isSecret = as === 'secret' || as === 'secret-lines';
  const value = as === 'lines' || isSecret ? text : text.trim();
  if (value === '') return isSecret || empty === 'null' ? null : empty === 'text' ? '' : undefined;
  if (type === 'boolean') return value === 'true';
  const isNumber = as === 'number' || type === 'number';
  return isNumber && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

const formatHeaders = (headers: Record<string, unknown>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value ?? ''}`.trimEnd())
    .join('\n');

/** A line without a value keeps the stored one, where the name is one of a secret. */
function parseHeaders(text: string): Record<string, string | null> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = line, value = ''] = /^([^:]*):(.*)$/.exec(line) ?? [];
      return [name.trim(), value.trim() || null];
    }),
  );
}

/** Header lines without the values of secret headers, which are never sent back. */
export const redactHeaders = (lines: string): string =>
  lines
    .split(/\r?\n/)
    .map((line) => {
      const [name = ''] = line.split(':', 1);
      return line.includes(':') && isSecretName(name.trim().toLowerCase()) ? `${name.trim()}:` : line;
    })
    .join('\n');
