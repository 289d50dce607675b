import { STANDARD_ATTRIBUTES, type StandardKey } from '../../user/attributes.ts';
import {
  ATTRIBUTE_SYNONYMS,
  FULL_NAME_PAIRS,
  JOB_WRAPPERS,
  LABEL_KEYS,
  MANAGER_PATTERN,
  NOT_WORK_PATTERN,
  normalizeName,
  OTHER_PEOPLE_PATTERN,
  PERSON_WRAPPERS,
  WORK_PATTERN,
} from './names.ts';
import type { PayloadProfile, ProfiledPath, ValueFormat } from './profile.ts';

/** An expression that an admin may accept for an attribute. */
export interface Suggestion {
  attribute: StandardKey;
  expression: string;
  /** Of the people looked at, how many have a value. */
  filled: number;
  /** One such value, as short JSON text. */
  sample: string;
}

/** What the values of an attribute must look like. */
const EXPECTED_FORMAT: Partial<Record<StandardKey, ValueFormat>> = {
  email: 'email',
  picture_url: 'url',
  hire_date: 'date',
  termination_date: 'date',
};

/** Attributes that may be told by the look of their values alone, whatever their name. */
const FOUND_BY_FORMAT: ReadonlySet<StandardKey> = new Set<StandardKey>(['email', 'picture_url']);

/** Attributes whose values may lie with the job instead of the person. */
const JOB_ATTRIBUTES: ReadonlySet<StandardKey> = new Set<StandardKey>([
  ...(['title', 'department', 'location', 'hire_date', 'termination_date', 'status'] as const),
]);

const MIN_FORMAT_SHARE = 0.8;

/** How sure its name makes a place for an attribute, 0 to 100; null when the name says nothing. */
function nameScore(attribute: StandardKey, { keys }: ProfiledPath): number | null {
  const path = keys.map(normalizeName);
  const names = ATTRIBUTE_SYNONYMS[attribute];
  const leaf = path.at(-1) ?? '';
  const around = path.slice(0, -1);
  const parent = around.at(-1) ?? '';
  const sure = (rank: number) => 100 - 6 * rank - 3 * around.length;
  const loose = around.filter(
    (name) => !PERSON_WRAPPERS.has(name) && !(JOB_ATTRIBUTES.has(attribute) && JOB_WRAPPERS.has(name)),
  );
  if (loose.length === 0 && names.includes(leaf)) return sure(names.indexOf(leaf));
  // `department.name`, `manager.email`, `emails[0].value`: the object is the attribute.
  const object = [parent, parent.replace(/(?:group|s)$/, '')].find((name) => names.includes(name));
  if (object !== undefined && (LABEL_KEYS.includes(leaf) || names.includes(leaf)))
    return sure(names.indexOf(object) + 1);
  const joined = names.indexOf(`${parent}${leaf}`);
  return joined < 0 ? null : sure(joined);
}

/** @returns how well a place fits an attribute; null when it does not */
function matchScore(attribute: StandardKey, seen: ProfiledPath, people: number): number | null {
  const whole = seen.keys.map(normalizeName).join(' ');
  if (OTHER_PEOPLE_PATTERN.test(whole) || (seen.list && attribute !== 'email')) return null;
  if (MANAGER_PATTERN.test(whole) !== (attribute === 'manager')) return null;
  const look = EXPECTED_FORMAT[attribute];
  if (look !== undefined && seen.formats[look] < MIN_FORMAT_SHARE * seen.filled) return null;
  const named = nameScore(attribute, seen) ?? (FOUND_BY_FORMAT.has(attribute) ? 20 : null);
  if (named === null) return null;
  const purpose = seen.group ?? whole;
  const atWork = WORK_PATTERN.test(purpose) ? 10 : NOT_WORK_PATTERN.test(purpose) ? -40 : 0;
  // A manager is found by e-mail or employee ID, never by a name.
  const findable = attribute !== 'manager' || seen.formats.email > 0 || /(?:id|number|no|code)$/.test(whole) ? 0 : -60;
  return named + atWork + findable + (seen.byIndex ? -4 : 0) + (40 * seen.filled) / people;
}

const leafName = ({ keys }: ProfiledPath): string => normalizeName(keys.at(-1) ?? '');

/** First and last name, where they come apart. */
function suggestJoinedName(census: readonly ProfiledPath[], people: number): Suggestion | null {
  for (const [first, last] of FULL_NAME_PAIRS) {
    const a = census.find((seen) => leafName(seen) === first && !seen.byIndex && seen.group === null);
    const b = census.find(
      (seen) => leafName(seen) === last && seen.keys.slice(0, -1).join('.') === a?.keys.slice(0, -1).join('.'),
    );
    if (!a || !b || MANAGER_PATTERN.test(normalizeName(a.keys.join(' ')))) continue;
    const pair = `[${a.expression}, ${b.expression}]`;
    const always = a.filled === people && b.filled === people;
    return {
      attribute: 'full_name',
      // join() fails on null: whoever lacks a half keeps the other one.
      expression: always ? `join(' ', ${pair})` : `join(' ', ${pair}[?@])`,
      filled: Math.max(a.filled, b.filled),
      sample: JSON.stringify([a, b].map(({ sample }) => sample.replaceAll(/^"|"$/g, '')).join(' ')),
    };
  }
  return null;
}

function bestSuggestion(attribute: StandardKey, census: readonly ProfiledPath[], people: number): Suggestion | null {
  let found: { seen: ProfiledPath; fits: number } | null = null;
  for (const seen of census) {
    const fits = matchScore(attribute, seen, people);
    if (fits !== null && fits > (found?.fits ?? 0)) found = { seen, fits };
  }
  if (found === null) return null;
  const { expression, filled, sample, list } = found.seen;
  return { attribute, expression: list ? `${expression}[0]` : expression, filled, sample };
}

/** Names of a whole name that are sure enough to need no joining. */
const FULL_NAME_SYNONYMS = new Set(['fullname', 'displayname', 'formatted', 'name', 'employeename']);

/**
 * Proposes an expression for each standard attribute that the payloads seem to have: from the names of keys, the look of
 * values, and nested groups. Nothing is proposed where nothing fits.
 */
export function suggestExpressions(census: PayloadProfile): Suggestion[] {
  const { people } = census;
  const seen = census.paths();
  return STANDARD_ATTRIBUTES.flatMap(({ key }) => {
    const one = bestSuggestion(key, seen, people);
    if (key !== 'full_name') return one ?? [];
    const whole = seen.find(({ expression }) => expression === one?.expression);
    const isSure = whole !== undefined && FULL_NAME_SYNONYMS.has(leafName(whole));
    const joined = isSure ? null : suggestJoinedName(seen, people);
    return joined ?? one ?? [];
  });
}
