import { isObject } from '../../../lib/json.ts';
import { previewValue } from '../../shared/record-error.ts';
import { toEmail, toUrl } from '../coerce/addresses.ts';
import { toDate } from '../coerce/date.ts';
import { PURPOSE_KEYS, quoteKey, quoteString } from '../payload-path.ts';

export type ValueFormat = 'email' | 'url' | 'date';

const DIGIT = /\d/;

function detectFormat(value: string | number | boolean): ValueFormat | null {
  if (typeof value !== 'string') return null;
  if (value.includes('@')) return toEmail(value).ok ? 'email' : null;
  if (value.includes('://')) return toUrl(value).ok ? 'url' : null;
  // Six or eight bare digits are a number to people.
  return value.length >= 8 && DIGIT.test(value) && /[-./ ]/.test(value) && toDate(value).ok ? 'date' : null;
}

export interface ProfiledPath {
  expression: string;
  /** Without the indexes of lists. */
  keys: readonly string[];
  /** The purpose of its group of a list: `Work`; null outside of such lists. */
  group: string | null;
  /** In a list, and selected by index: nothing says the purpose of its group. */
  byIndex: boolean;
  list: boolean;
  /** Payloads with a value here. */
  filled: number;
  formats: Record<ValueFormat, number>;
  /** Short JSON text. */
  sample: string;
}

/** A feed with more uses data for keys. */
const MAX_PATHS = 600;
const MAX_DEPTH = 4;
/** Visited of one payload. */
const MAX_VALUES = 2000;
const MAX_GROUPS = 8;
const MAX_NAME_LENGTH = 100;

interface WalkedPath {
  expression: string;
  keys: readonly string[];
  group: string | null;
  byIndex: boolean;
  /** Behind a filter expression values come as a list, of which the first is taken. */
  first: boolean;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  (typeof value === 'string' && value.trim() !== '') || typeof value === 'number' || typeof value === 'boolean';

const purposeOf = (group: unknown): { key: string; value: string } | null => {
  if (!isObject(group)) return null;
  for (const key of PURPOSE_KEYS) {
    const value = Object.hasOwn(group, key) ? group[key] : null;
    if (typeof value === 'string' && value !== '' && value.length <= MAX_NAME_LENGTH) return { key, value };
  }
  return null;
};

/** Bounded in paths, depth and values, whatever comes. */
export class PayloadProfile {
  people = 0;
  readonly #paths = new Map<string, ProfiledPath>();
  /** Of the current payload: two groups of one purpose count once. */
  #filledNow = new Set<string>();
  #valuesLeft = 0;

  add(payload: unknown): void {
    this.people += 1;
    this.#filledNow = new Set();
    this.#valuesLeft = MAX_VALUES;
    this.#walk(payload, { expression: '', keys: [], group: null, byIndex: false, first: false });
  }

  paths(): ProfiledPath[] {
    return [...this.#paths.values()];
  }

  #walk(value: unknown, place: WalkedPath): void {
    this.#valuesLeft -= 1;
    if (isScalar(value)) this.#count(value, place, false);
    else if (Array.isArray(value)) this.#walkList(value, place);
    else if (isObject(value) && place.keys.length < MAX_DEPTH) this.#walkObject(value, place);
  }

  #walkObject(value: Record<string, unknown>, place: WalkedPath): void {
    for (const key in value) {
      if (!Object.hasOwn(value, key)) continue;
      if (this.#valuesLeft <= 0) return;
      if (key.length > MAX_NAME_LENGTH) continue;
      const expression = place.expression === '' ? quoteKey(key) : `${place.expression}.${quoteKey(key)}`;
      this.#walk(value[key], { ...place, expression, keys: [...place.keys, key] });
    }
  }

  #walkList(list: readonly unknown[], place: WalkedPath): void {
    // A list in a list, or at the root, does not hold groups of one person's values.
    if (place.expression === '' || place.group !== null || place.byIndex) return;
    const [head] = list;
    if (isScalar(head)) {
      this.#count(head, place, true);
      return;
    }
    for (const group of list.slice(0, MAX_GROUPS)) {
      const purpose = purposeOf(group);
      if (purpose === null) continue;
      const condition = `${quoteKey(purpose.key)}==${quoteString(purpose.value)}`;
      const expression = `${place.expression}[?${condition}]`;
      this.#walk(group, { ...place, expression, group: purpose.value, first: true });
    }
    if (purposeOf(head) === null) this.#walk(head, { ...place, expression: `${place.expression}[0]`, byIndex: true });
  }

  #count(value: string | number | boolean, place: WalkedPath, list: boolean): void {
    const expression = place.first ? `${place.expression} | [0]` : place.expression;
    if (expression === '' || this.#filledNow.has(expression)) return;
    let path = this.#paths.get(expression);
    if (path === undefined) {
      if (this.#paths.size >= MAX_PATHS) return;
      const { keys, group, byIndex } = place;
      const formats = { email: 0, url: 0, date: 0 };
      path = { expression, keys, group, byIndex, list, filled: 0, formats, sample: previewValue(value) };
      this.#paths.set(expression, path);
    }
    this.#filledNow.add(expression);
    path.filled += 1;
    const format = detectFormat(value);
    if (format !== null) path.formats[format] += 1;
  }
}
