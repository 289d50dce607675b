import { member } from '../../jmespath/runtime/values.ts';
import { isObject } from '../../lib/json.ts';
import { compileMappingExpression, tryEvaluate } from './expression.ts';

/** From the root of a payload to one value: keys of objects, indexes of lists. */
export type PayloadPath = readonly (string | number)[];

/** A group of a list is selected by a key that tells it apart, else by its index. */
export function expressionForPath(payload: unknown, path: PayloadPath): string {
  const guess = expressionByDiscriminator(payload, path);
  if (guess !== null) {
    const compiled = compileMappingExpression(guess);
    const result = compiled.ok ? tryEvaluate(compiled.value, payload) : null;
    if (result?.ok && result.value === valueAt(payload, path)) return guess;
  }
  return formatPath(path);
}

/** `Emails_group[?Type=='Work'].Email | [0]`: also right where groups are in another order. Null where the path has no such form. */
function expressionByDiscriminator(payload: unknown, path: PayloadPath): string | null {
  const place = path.findIndex((step) => typeof step === 'number');
  const rest = path.slice(place + 1);
  const at = path[place];
  if (typeof at !== 'number' || place === 0 || rest.length === 0 || rest.some((step) => typeof step === 'number'))
    return null;
  const groups = valueAt(payload, path.slice(0, place));
  const condition = Array.isArray(groups) ? discriminate(groups, at) : null;
  return condition && `${formatPath(path.slice(0, place))}[?${condition}].${formatPath(rest)} | [0]`;
}

export const PURPOSE_KEYS = ['Type', 'type', 'Kind', 'kind', 'Usage', 'usage', 'Label', 'label'];

/** The surest first. */
const DISCRIMINATOR_KEYS = [...PURPOSE_KEYS, 'Name', 'name', 'key', 'primary'];

/** A longer list is not groups of one person. */
const MAX_GROUPS = 50;

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

const valueAt = (payload: unknown, path: PayloadPath): unknown =>
  path.reduce<unknown>((value, step) => {
    if (typeof step === 'string') return member(value, step);
    return Array.isArray(value) ? value[step] : null;
  }, payload);

function formatPath(path: PayloadPath): string {
  const text = path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`;
    return before === '' ? quoteKey(step) : `${before}.${quoteKey(step)}`;
  }, '');
  return text === '' ? '@' : text;
}

const BARE = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const quoteKey = (key: string): string => (BARE.test(key) ? key : JSON.stringify(key));

export const quoteString = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
