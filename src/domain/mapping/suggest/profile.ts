import { isObject } from '../../../jmespath/runtime/values.ts';
import { previewValue } from '../../shared/record-error.ts';
import { toEmail, toUrl } from '../coerce/addresses.ts';
import { toDate } from '../coerce/date.ts';
import { quoteKey, quoteString } from '../payload-path.ts';

/** What a value can be taken for, by its form alone. */
export type ValueFormat = 'email' | 'url' | 'date';

const DIGIT = /\d/;

/** @param value a text, a number or a boolean of a payload */
export function detectFormat(value: string | number | boolean): ValueFormat | null {
  if (typeof value !== 'string') return null;
  if (value.includes('@')) return toEmail(value).ok ? 'email' : null;
  if (value.includes('://')) return toUrl(value).ok ? 'url' : null;
  // Six digits are a date to nobody but a computer.
  return value.length >= 8 && DIGIT.test(value) && /[-./ ]/.test(value) && toDate(value).ok ? 'date' : null;
}

/** A value that payloads have at one place, over all payloads that were looked at. */
export interface ProfiledPath {
  /** How it is reached. */
  expression: string;
  /** The keys on the way, without places in lists. */
  keys: readonly string[];
  /** What tells the group of a list that it is in: `Work`; null outside of lists. */
  group: string | null;
  /** In a list, and told by its place alone. */
  byIndex: boolean;
  /** A list of plain values. */
  list: boolean;
  /** In how many payloads it has a value. */
  filled: number;
  /** Of those, how many look like each of these. */
  formats: Record<ValueFormat, number>;
  /** A value as short JSON text. */
  sample: string;
}

/** More places than these are a feed that has data for keys. */
const MAX_PATHS = 600;
const MAX_DEPTH = 4;
/** Values of one payload that are looked at: more are no record of a person. */
const MAX_VALUES = 2000;
const MAX_GROUPS = 8;
const MAX_NAME_LENGTH = 100;
/** Keys by which groups of a list tell what they are for. */
const PURPOSE_KEYS = ['Type', 'type', 'Kind', 'kind', 'Usage', 'usage', 'Label', 'label'];

interface WalkedPath {
  expression: string;
  keys: readonly string[];
  group: string | null;
  byIndex: boolean;
  /** Behind a filter the values come as a list, of which the first counts. */
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

/** Looks at payloads, one after the other, and remembers which places have values. Bounded whatever comes. */
export class PayloadProfile {
  /** Payloads looked at. */
  people = 0;
  readonly #seen = new Map<string, ProfiledPath>();
  /** Places that this payload has filled already: two groups of one purpose count once. */
  #now = new Set<string>();
  #left = 0;

  add(payload: unknown): void {
    this.people += 1;
    this.#now = new Set();
    this.#left = MAX_VALUES;
    this.#walk(payload, { expression: '', keys: [], group: null, byIndex: false, first: false });
  }

  /** Every place that had a value, in the order in which they came up. */
  paths(): ProfiledPath[] {
    return [...this.#seen.values()];
  }

  #walk(value: unknown, place: WalkedPath): void {
    this.#left -= 1;
    if (isScalar(value)) this.#note(value, place, false);
    else if (Array.isArray(value)) this.#walkList(value, place);
    else if (isObject(value) && place.keys.length < MAX_DEPTH) this.#walkObject(value, place);
  }

  #walkObject(value: Record<string, unknown>, place: WalkedPath): void {
    for (const key in value) {
      if (!Object.hasOwn(value, key)) continue;
      if (this.#left <= 0) return;
      if (key.length > MAX_NAME_LENGTH) continue;
      const expression = place.expression === '' ? quoteKey(key) : `${place.expression}.${quoteKey(key)}`;
      this.#walk(value[key], { ...place, expression, keys: [...place.keys, key] });
    }
  }

  #walkList(list: readonly unknown[], place: WalkedPath): void {
    // A list in a list, or at the top, is no group of values of one person.
    if (place.expression === '' || place.group !== null || place.byIndex) return;
    const [head] = list;
    if (isScalar(head)) {
      this.#note(head, place, true);
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

  #note(value: string | number | boolean, place: WalkedPath, list: boolean): void {
    const expression = place.first ? `${place.expression} | [0]` : place.expression;
    if (expression === '' || this.#now.has(expression)) return;
    let seen = this.#seen.get(expression);
    if (seen === undefined) {
      if (this.#seen.size >= MAX_PATHS) return;
      const { keys, group, byIndex: byPlace } = place;
      const looks = { email: 0, url: 0, date: 0 };
      seen = {
        expression,
        keys,
        group,
        byIndex: byPlace,
        list,
        filled: 0,
        formats: looks,
        sample: previewValue(value),
      };
      this.#seen.set(expression, seen);
    }
    this.#now.add(expression);
    seen.filled += 1;
    const look = detectFormat(value);
    if (look !== null) seen.formats[look] += 1;
  }
}
