import { isSecretName } from '../../../../lib/http/redact.ts';

/** One setting of a data source: `name` is its place in the body of PUT, in dotted keys; one that begins with `_` is not in it. */
export interface SourceField {
  name: string;
  label: string;
  /** `shown` is only read; a `list` has one value a line; `secret-lines` is a secret of several lines. */
  as: 'text' | 'url' | 'number' | 'secret' | 'secret-lines' | 'choice' | 'lines' | 'list' | 'headers' | 'shown';
  /** What a choice stands for in the body, when not for a text. */
  type?: 'number' | 'boolean';
  hint?: string;
  required?: boolean;
  options?: readonly (readonly [value: string, word: string])[];
  /** Other settings depend on it: those of its group, or of the whole form. */
  switches?: 'group' | 'form';
  /** What an empty one is in the body: left out, unless this says otherwise. */
  empty?: 'null' | 'text';
}

/** Settings that belong together, and are shown anew together. */
export interface FieldGroup {
  id: string;
  legend: string;
  settings: SourceField[];
}

/** What stands in a form, by name; '' where nothing does. */
export type FormValues = (name: string) => string;

/** The form of one kind of data source. */
export interface SourceForm {
  /** Label of the switch that turns it on. */
  toggle: string;
  /** What stands in a form that nobody has filled in. */
  initial: Record<string, string>;
  /** What a form shows of stored settings beside the settings themselves. */
  derived?: (settings: Record<string, unknown>) => Record<string, string>;
  groups(typed: FormValues): FieldGroup[];
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a place of stored settings says, as a form shows it. */
function textAtPath(settings: unknown, name: string): string {
  let value = settings;
  for (const key of name.split('.')) value = isObject(value) ? value[key] : undefined;
  if (isObject(value)) return headerLines(value);
  if (Array.isArray(value)) return value.join('\n');
  return value === null || value === undefined ? '' : String(value);
}

const headerLines = (headers: Json): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value ?? ''}`.trimEnd())
    .join('\n');

/** Reads a form from stored settings, or one that nobody has filled in. */
export const storedValues =
  (form: SourceForm, settings: unknown): FormValues =>
  (name) =>
    (isObject(settings) && (form.derived?.(settings)[name] ?? textAtPath(settings, name))) ||
    (form.initial[name] ?? '');

/** The body of PUT that a form says. @param enabled as the switch stands */
export function sourceBody(form: SourceForm, typed: FormValues, enabled: boolean): Json {
  const body: Json = { enabled };
  for (const setting of form.groups(typed).flatMap(({ settings }) => settings)) {
    const value = fieldValue(setting, typed(setting.name));
    if (value !== undefined && setting.as !== 'shown' && !setting.name.startsWith('_'))
      setPath(body, setting.name, value);
  }
  return body;
}

function fieldValue({ as, empty, type }: SourceField, text: string): unknown {
  if (as === 'headers') return parseHeaders(text);
  if (as === 'list') return text.split(/\s+/).filter((line) => line !== '');
  const isSecret = as === 'secret' || as === 'secret-lines';
  const value = as === 'lines' || isSecret ? text : text.trim();
  if (value === '') return isSecret || empty === 'null' ? null : empty === 'text' ? '' : undefined;
  if (type === 'boolean') return value === 'true';
  const isNumber = as === 'number' || type === 'number';
  return isNumber && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** A line without a value keeps the stored one, where the name is one of a secret. */
function parseHeaders(text: string): Json {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = line, value = ''] = /^([^:]*):(.*)$/.exec(line) ?? [];
      return [name.trim(), value.trim() || null];
    }),
  );
}

function setPath(body: Json, name: string, value: unknown): void {
  const keys = name.split('.');
  const last = keys.pop() ?? '';
  let place = body;
  for (const key of keys) {
    const inner = place[key];
    const next = isObject(inner) ? inner : {};
    place[key] = next;
    place = next;
  }
  place[last] = value;
}

/** Header lines as they may be shown again: a value that was typed for a secret is not sent back. */
export const redactHeaders = (lines: string): string =>
  lines
    .split(/\r?\n/)
    .map((line) => {
      const [name = ''] = line.split(':', 1);
      return line.includes(':') && isSecretName(name.trim().toLowerCase()) ? `${name.trim()}:` : line;
    })
    .join('\n');
