import { isObject, member } from '../../jmespath/runtime/values.ts';
import { compileMappingExpression, tryEvaluate } from './expression.ts';

/** How to reach a value from the top of a payload: keys of objects, places in lists. */
export type PayloadPath = readonly (string | number)[];

const BARE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A key as JMESPath writes it: bare, or as a text of JSON between double quotes. */
export const quoteKey = (key: string): string => (BARE.test(key) ? key : JSON.stringify(key));

/** A text as JMESPath compares with it. */
export const quoteString = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The expression that takes these steps; `@` for none. */
export function formatPath(steps: PayloadPath): string {
  const spelled = steps.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? quoteKey(step) : `${text}.${quoteKey(step)}`;
  }, '');
  return spelled === '' ? '@' : spelled;
}

/** Keys by which people tell groups of a list apart, the surest first. */
const DISCRIMINATOR_KEYS = [
  'Type',
  'type',
  'Kind',
  'kind',
  'Usage',
  'usage',
  'Label',
  'label',
  'Name',
  'name',
  'key',
  'primary',
];

/** Longer lists are no groups of one person. */
const MAX_GROUPS = 50;

/** The condition under which a group of a list is the only one; null when nothing tells it from its neighbours. */
function discriminate(groups: readonly unknown[], at: number): string | null {
  if (groups.length > MAX_GROUPS) return null;
  const group = groups[at];
  for (const key of DISCRIMINATOR_KEYS) {
    const value = member(group, key);
    if (typeof value !== 'string' && value !== true) continue;
    if (groups.filter((other) => isObject(other) && member(other, key) === value).length !== 1) continue;
    return value === true ? quoteKey(key) : `${quoteKey(key)}==${quoteString(value)}`;
  }
  return null;
}

const valueAt = (payload: unknown, steps: PayloadPath): unknown =>
  steps.reduce<unknown>((value, step) => {
    if (typeof step === 'string') return member(value, step);
    return Array.isArray(value) ? value[step] : null;
  }, payload);

/** `Emails_group[?Type=='Work'].Email | [0]`: holds also for people whose groups stand in another order. */
function expressionByDiscriminator(payload: unknown, steps: PayloadPath): string | null {
  const place = steps.findIndex((step) => typeof step === 'number');
  const rest = steps.slice(place + 1);
  const at = steps[place];
  if (typeof at !== 'number' || place === 0 || rest.length === 0 || rest.some((step) => typeof step === 'number'))
    return null;
  const groups = valueAt(payload, steps.slice(0, place));
  const condition = Array.isArray(groups) ? discriminate(groups, at) : null;
  return condition && `${formatPath(steps.slice(0, place))}[?${condition}].${formatPath(rest)} | [0]`;
}

/**
 * The expression that gives one value of a payload. A group of a list is named by what it says of itself where that
 * tells it apart, else by its place.
 */
export function expressionForPath(payload: unknown, steps: PayloadPath): string {
  const guess = expressionByDiscriminator(payload, steps);
  if (guess !== null) {
    const read = compileMappingExpression(guess);
    const given = read.ok ? tryEvaluate(read.value, payload) : null;
    if (given?.ok && given.value === valueAt(payload, steps)) return guess;
  }
  return formatPath(steps);
}
