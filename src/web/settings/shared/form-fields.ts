import type { Context } from 'hono';
import { isObject } from '../../../lib/json.ts';

/**
 * A form as a browser sends it: the text of each input by its name. A name is a place in the body of the API, with dots
 * between keys, so that one name finds an input, its value in stored JSON, and its error.
 */
export type FormFields = Readonly<Record<string, string>>;

/** Errors of a form: a sentence by the name of the field. */
export type FieldErrors = ReadonlyMap<string, string>;

/** Reads the form of a request. A name sent twice has its last value; files are left out. */
export async function readFormFields(c: Context): Promise<FormFields> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** JSON with each value at its place. @param entries names as of `valueAt` (lib/json.ts) */
export function nestValues(entries: Iterable<readonly [name: string, value: unknown]>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    const keys = name.split('.');
    const last = keys.pop() ?? '';
    let place = json;
    for (const key of keys) {
      const inner = place[key];
      const next = isObject(inner) ? inner : {};
      place[key] = next;
      place = next;
    }
    place[last] = value;
  }
  return json;
}
