import { isSecretName } from '../../../../lib/secret-name.ts';
import type { Setting, SourceForm, Typed } from './fields.ts';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a place of stored settings says, as a form shows it. */
function textAt(settings: unknown, name: string): string {
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
export const typedFrom =
  (form: SourceForm, settings: unknown): Typed =>
  (name) =>
    (isObject(settings) && (form.derived?.(settings)[name] ?? textAt(settings, name))) || (form.initial[name] ?? '');

/** The body of PUT that a form says. @param enabled as the switch stands */
export function bodyFrom(form: SourceForm, typed: Typed, enabled: boolean): Json {
  const body: Json = { enabled };
  for (const setting of form.groups(typed).flatMap(({ settings }) => settings)) {
    const value = settingValue(setting, typed(setting.name));
    if (value !== undefined && setting.as !== 'shown' && !setting.name.startsWith('_')) put(body, setting.name, value);
  }
  return body;
}

function settingValue({ as, empty, type }: Setting, text: string): unknown {
  if (as === 'headers') return headersIn(text);
  if (as === 'list') return text.split(/\s+/).filter((line) => line !== '');
  const isSecret = as === 'secret' || as === 'secret-lines';
  const value = as === 'lines' || isSecret ? text : text.trim();
  if (value === '') return isSecret || empty === 'null' ? null : empty === 'text' ? '' : undefined;
  if (type === 'boolean') return value === 'true';
  const isNumber = as === 'number' || type === 'number';
  return isNumber && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** A line without a value keeps the stored one, where the name is one of a secret. */
function headersIn(text: string): Json {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = line, value = ''] = /^([^:]*):(.*)$/.exec(line) ?? [];
      return [name.trim(), value.trim() || null];
    }),
  );
}

function put(body: Json, name: string, value: unknown): void {
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
export const withoutSecrets = (lines: string): string =>
  lines
    .split(/\r?\n/)
    .map((line) => {
      const [name = ''] = line.split(':', 1);
      return line.includes(':') && isSecretName(name.trim().toLowerCase()) ? `${name.trim()}:` : line;
    })
    .join('\n');
