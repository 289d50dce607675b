import { STANDARD_ATTRIBUTES, type StandardKey } from '../../user/attributes.ts';
import type { Census, Seen } from './census.ts';
import type { Look } from './looks.ts';
import {
  ABOUT_MANAGERS,
  ABOUT_OTHERS,
  AT_WORK,
  CALLED,
  JOBS,
  NAME_PAIRS,
  NAMES,
  NOT_AT_WORK,
  plainName,
  WRAPPERS,
} from './names.ts';

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
const LOOKS: Partial<Record<StandardKey, Look>> = {
  email: 'email',
  picture_url: 'url',
  hire_date: 'date',
  termination_date: 'date',
};

/** Attributes that may be told by the look of their values alone, whatever their name. */
const BY_LOOK: ReadonlySet<StandardKey> = new Set<StandardKey>(['email', 'picture_url']);

/** Attributes whose values may lie with the job instead of the person. */
const OF_JOBS: ReadonlySet<StandardKey> = new Set<StandardKey>([
  ...(['title', 'department', 'location', 'hire_date', 'termination_date', 'status'] as const),
]);

const MOSTLY = 0.8;

/** How sure its name makes a place for an attribute, 0 to 100; null when the name says nothing. */
function byName(attribute: StandardKey, { keys }: Seen): number | null {
  const path = keys.map(plainName);
  const names = NAMES[attribute];
  const leaf = path.at(-1) ?? '';
  const around = path.slice(0, -1);
  const parent = around.at(-1) ?? '';
  const sure = (rank: number) => 100 - 6 * rank - 3 * around.length;
  const loose = around.filter((name) => !WRAPPERS.has(name) && !(OF_JOBS.has(attribute) && JOBS.has(name)));
  if (loose.length === 0 && names.includes(leaf)) return sure(names.indexOf(leaf));
  // `department.name`, `manager.email`, `emails[0].value`: the object is the attribute.
  const object = [parent, parent.replace(/(?:group|s)$/, '')].find((name) => names.includes(name));
  if (object !== undefined && (CALLED.includes(leaf) || names.includes(leaf))) return sure(names.indexOf(object) + 1);
  const joined = names.indexOf(`${parent}${leaf}`);
  return joined < 0 ? null : sure(joined);
}

/** @returns how well a place fits an attribute; null when it does not */
function howWell(attribute: StandardKey, seen: Seen, people: number): number | null {
  const whole = seen.keys.map(plainName).join(' ');
  if (ABOUT_OTHERS.test(whole) || (seen.list && attribute !== 'email')) return null;
  if (ABOUT_MANAGERS.test(whole) !== (attribute === 'manager')) return null;
  const look = LOOKS[attribute];
  if (look !== undefined && seen.looks[look] < MOSTLY * seen.filled) return null;
  const named = byName(attribute, seen) ?? (BY_LOOK.has(attribute) ? 20 : null);
  if (named === null) return null;
  const purpose = seen.group ?? whole;
  const atWork = AT_WORK.test(purpose) ? 10 : NOT_AT_WORK.test(purpose) ? -40 : 0;
  // A manager is found by e-mail or employee ID, never by a name.
  const findable = attribute !== 'manager' || seen.looks.email > 0 || /(?:id|number|no|code)$/.test(whole) ? 0 : -60;
  return named + atWork + findable + (seen.byPlace ? -4 : 0) + (40 * seen.filled) / people;
}

const plainLeaf = ({ keys }: Seen): string => plainName(keys.at(-1) ?? '');

/** First and last name, where they come apart. */
function joinedName(census: readonly Seen[], people: number): Suggestion | null {
  for (const [first, last] of NAME_PAIRS) {
    const a = census.find((seen) => plainLeaf(seen) === first && !seen.byPlace && seen.group === null);
    const b = census.find(
      (seen) => plainLeaf(seen) === last && seen.keys.slice(0, -1).join('.') === a?.keys.slice(0, -1).join('.'),
    );
    if (!a || !b || ABOUT_MANAGERS.test(plainName(a.keys.join(' ')))) continue;
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

function best(attribute: StandardKey, census: readonly Seen[], people: number): Suggestion | null {
  let found: { seen: Seen; fits: number } | null = null;
  for (const seen of census) {
    const fits = howWell(attribute, seen, people);
    if (fits !== null && fits > (found?.fits ?? 0)) found = { seen, fits };
  }
  if (found === null) return null;
  const { expression, filled, sample, list } = found.seen;
  return { attribute, expression: list ? `${expression}[0]` : expression, filled, sample };
}

/** Names of a whole name that are sure enough to need no joining. */
const SURE_NAMES = new Set(['fullname', 'displayname', 'formatted', 'name', 'employeename']);

/**
 * Proposes an expression for each standard attribute that the payloads seem to have: from the names of keys, the look of
 * values, and nested groups. Nothing is proposed where nothing fits.
 */
export function suggest(census: Census): Suggestion[] {
  const { people } = census;
  const seen = census.seen();
  return STANDARD_ATTRIBUTES.flatMap(({ key }) => {
    const one = best(key, seen, people);
    if (key !== 'full_name') return one ?? [];
    const whole = seen.find(({ expression }) => expression === one?.expression);
    const isSure = whole !== undefined && SURE_NAMES.has(plainLeaf(whole));
    const joined = isSure ? null : joinedName(seen, people);
    return joined ?? one ?? [];
  });
}
