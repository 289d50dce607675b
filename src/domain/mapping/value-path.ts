import { readExpression } from './column-name.ts';
import { attempt } from './evaluation.ts';
import { isObject, member } from './jmespath/values.ts';

/** How to reach a value from the top of a payload: keys of objects, places in lists. */
export type Steps = readonly (string | number)[];

const BARE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A key as JMESPath writes it: bare, or as a text of JSON between double quotes. */
export const spellKey = (key: string): string => (BARE.test(key) ? key : JSON.stringify(key));

/** A text as JMESPath compares with it. */
export const spellText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The expression that takes these steps; `@` for none. */
export function spellSteps(steps: Steps): string {
  const spelled = steps.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? spellKey(step) : `${text}.${spellKey(step)}`;
  }, '');
  return spelled === '' ? '@' : spelled;
}

/** Keys by which people tell groups of a list apart, the surest first. */
const TELLING = ['Type', 'type', 'Kind', 'kind', 'Usage', 'usage', 'Label', 'label', 'Name', 'name', 'key', 'primary'];

/** Longer lists are no groups of one person. */
const MOST_GROUPS = 50;

/** The condition under which a group of a list is the only one; null when nothing tells it from its neighbours. */
function telling(groups: readonly unknown[], at: number): string | null {
  if (groups.length > MOST_GROUPS) return null;
  const group = groups[at];
  for (const key of TELLING) {
    const value = member(group, key);
    if (typeof value !== 'string' && value !== true) continue;
    if (groups.filter((other) => isObject(other) && member(other, key) === value).length !== 1) continue;
    return value === true ? spellKey(key) : `${spellKey(key)}==${spellText(value)}`;
  }
  return null;
}

const follow = (payload: unknown, steps: Steps): unknown =>
  steps.reduce<unknown>((value, step) => {
    if (typeof step === 'string') return member(value, step);
    return Array.isArray(value) ? value[step] : null;
  }, payload);

/** `Emails_group[?Type=='Work'].Email | [0]`: holds also for people whose groups stand in another order. */
function byMeaning(payload: unknown, steps: Steps): string | null {
  const place = steps.findIndex((step) => typeof step === 'number');
  const rest = steps.slice(place + 1);
  const at = steps[place];
  if (typeof at !== 'number' || place === 0 || rest.length === 0 || rest.some((step) => typeof step === 'number'))
    return null;
  const groups = follow(payload, steps.slice(0, place));
  const condition = Array.isArray(groups) ? telling(groups, at) : null;
  return condition && `${spellSteps(steps.slice(0, place))}[?${condition}].${spellSteps(rest)} | [0]`;
}

/**
 * The expression that gives one value of a payload. A group of a list is named by what it says of itself where that
 * tells it apart, else by its place.
 */
export function expressionFor(payload: unknown, steps: Steps): string {
  const guess = byMeaning(payload, steps);
  if (guess !== null) {
    const read = readExpression(guess);
    const given = read.ok ? attempt(read.value, payload) : null;
    if (given?.ok && given.value === follow(payload, steps)) return guess;
  }
  return spellSteps(steps);
}
