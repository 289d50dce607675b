import type { Context } from 'hono';
import { isObject } from '../../../lib/json.ts';

/**
 * The text of each input by its name: the dotted path of the value in the body of the API, so that one name finds the
 * input, its value in stored JSON, and its error.
 */
export type FormFields = Readonly<Record<string, string>>;

/** A sentence by the name of the field. */
export type FieldErrors = ReadonlyMap<string, string>;

/** Of a repeated name the last value counts; files are left out. */
export async function readFormFields(c: Context): Promise<FormFields> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(await c.req.parseBody())) {
    if (typeof value === 'string') fields[name] = value;
  }
  return fields;
}

export function nestValues(entries: Iterable<readonly [path: string, value: unknown]>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [path, value] of entries) {
    const keys = path.split('.');
    const lastKey = keys.pop() ?? '';
    let parent = json;
    for (const key of keys) {
      const existing = parent[key];
      const child = isObject(existing) ? existing : {};
      parent[key] = child;
      parent = child;
    }
    parent[lastKey] = value;
  }
  return json;
}
