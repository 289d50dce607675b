export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns null for text that is not JSON; wrapped, because `null` is JSON too */
export function tryParseJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** @param path dotted keys, `''` for the root; only own keys of objects count */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const key of keysOf(path)) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

export const keysOf = (path: string): string[] => (path === '' ? [] : path.split('.'));
