import type { Change, RecordErrorCode } from '../sync/words.ts';
import { type AttributeValue, type Role, STANDARD_ATTRIBUTES } from '../user/attributes.ts';
import type { MappedPerson } from './person.ts';
import { showReceived } from './received.ts';

/** How many people may be pinned to the mapping of one data source. */
export const MOST_CASES = 20;

/** What a mapping made of one payload, as a case remembers it. */
export interface Made {
  attributes: Record<string, AttributeValue | null>;
  role: Role | null;
  included: boolean;
  primary: boolean;
  errors: { code: RecordErrorCode; attribute: string | null; message: string }[];
}

/** What of a mapped person a case keeps. */
export const madeOf = ({ attributes, role, included, primary, errors }: MappedPerson): Made => ({
  attributes,
  role,
  included,
  primary,
  errors: errors.map(({ code, attribute, message }) => ({ code, attribute, message })),
});

/** What a changed mapping does to a pinned person. */
export interface CaseBreak {
  /** Errors that it did not have before: a sync would fail this person. */
  errors: Made['errors'];
  /** Values that come out differently; the role, scope and primary row among them. */
  changes: Change[];
}

const valuesOf = ({ attributes, role, included, primary }: Made): Map<string, unknown> =>
  new Map<string, unknown>([
    ...Object.entries(attributes),
    ['restricted_role', role],
    ['include', included],
    ['primary_row', primary],
  ]);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Holds what a mapping makes of a pinned person against what it made before.
 * @returns null when nothing is different; an attribute that fails is told by its error, not also by its value
 */
export function compareMade(before: Made, after: Made): CaseBreak | null {
  const known = new Set(before.errors.map(({ code, attribute }) => `${code} ${attribute}`));
  const errors = after.errors.filter(({ code, attribute }) => !known.has(`${code} ${attribute}`));
  const failed = new Set(errors.map(({ attribute }) => attribute));
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((attribute) => {
    const change = { attribute, before: old.get(attribute) ?? null, after: now.get(attribute) ?? null };
    return failed.has(attribute) || same(change.before, change.after) ? [] : [change];
  });
  return errors.length === 0 && changes.length === 0 ? null : { errors, changes };
}

const LABELS = new Map<string | null, string>([
  ...STANDARD_ATTRIBUTES.map(({ key, label }) => [key, label] as const),
  ['restricted_role', 'Restricted role'],
  ['include', 'Include'],
  ['primary_row', 'Primary row'],
]);

/** A value in few words. */
const shown = (value: unknown): string =>
  value === null || value === undefined ? 'nothing' : `“${showReceived(value).replaceAll(/^"|"$/g, '')}”`;

/** What becomes of a pinned person, a few words each. */
export const breakWords = ({ errors, changes }: CaseBreak): string[] => [
  ...errors.map(({ attribute, message }) => `${LABELS.get(attribute) ?? attribute ?? 'The record'} fails: ${message}`),
  ...changes.map(
    ({ attribute, before, after }) => `${LABELS.get(attribute) ?? attribute} is ${shown(after)}, was ${shown(before)}`,
  ),
];
