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

export interface Suggestion {
  attribute: StandardKey;
  expression: string;
  filled: number;
  sample: string;
}

/** From keys, formats of values and nested groups; nothing is suggested where nothing fits. */
export function suggestExpressions(profile: PayloadProfile): Suggestion[] {
  const { people } = profile;
  const paths = profile.paths();
  return STANDARD_ATTRIBUTES.flatMap(({ key }) => {
    const best = bestSuggestion(key, paths, people);
    if (key !== 'full_name') return best ?? [];
    const path = paths.find(({ expression }) => expression === best?.expression);
    const isSure = path !== undefined && FULL_NAME_SYNONYMS.has(leafName(path));
    const joined = isSure ? null : suggestJoinedName(paths, people);
    return joined ?? best ?? [];
  });
}

/** Surely a whole name: no joining is needed. */
const FULL_NAME_SYNONYMS = new Set(['fullname', 'displayname', 'formatted', 'name', 'employeename']);

function bestSuggestion(attribute: StandardKey, paths: readonly ProfiledPath[], people: number): Suggestion | null {
  let best: { path: ProfiledPath; score: number } | null = null;
  for (const path of paths) {
    const score = matchScore(attribute, path, people);
    if (score !== null && score > (best?.score ?? 0)) best = { path, score };
  }
  if (best === null) return null;
  const { expression, filled, sample, list } = best.path;
  return { attribute, expression: list ? `${expression}[0]` : expression, filled, sample };
}

const EXPECTED_FORMAT: Partial<Record<StandardKey, ValueFormat>> = {
  email: 'email',
  picture_url: 'url',
  hire_date: 'date',
  termination_date: 'date',
};

const FOUND_BY_FORMAT: ReadonlySet<StandardKey> = new Set<StandardKey>(['email', 'picture_url']);

const JOB_ATTRIBUTES: ReadonlySet<StandardKey> = new Set<StandardKey>([
  'title',
  'department',
  'location',
  'hire_date',
  'termination_date',
  'status',
]);

const MIN_FORMAT_SHARE = 0.8;

function matchScore(attribute: StandardKey, path: ProfiledPath, people: number): number | null {
  const whole = path.keys.map(normalizeName).join(' ');
  if (OTHER_PEOPLE_PATTERN.test(whole) || (path.list && attribute !== 'email')) return null;
  if (MANAGER_PATTERN.test(whole) !== (attribute === 'manager')) return null;
  const format = EXPECTED_FORMAT[attribute];
  if (format !== undefined && path.formats[format] < MIN_FORMAT_SHARE * path.filled) return null;
  const byName = nameScore(attribute, path) ?? (FOUND_BY_FORMAT.has(attribute) ? 20 : null);
  if (byName === null) return null;
  const purpose = path.group ?? whole;
  const atWork = WORK_PATTERN.test(purpose) ? 10 : NOT_WORK_PATTERN.test(purpose) ? -40 : 0;
  // A manager is found by e-mail or employee ID, never by a name.
  const findable = attribute !== 'manager' || path.formats.email > 0 || /(?:id|number|no|code)$/.test(whole) ? 0 : -60;
  return byName + atWork + findable + (path.byIndex ? -4 : 0) + (40 * path.filled) / people;
}

/** Up to 100; null when they do not fit. */
function nameScore(attribute: StandardKey, { keys }: ProfiledPath): number | null {
  const path = keys.map(normalizeName);
  const names = ATTRIBUTE_SYNONYMS[attribute];
  const leaf = path.at(-1) ?? '';
  const parents = path.slice(0, -1);
  const parent = parents.at(-1) ?? '';
  const scoreOf = (rank: number) => 100 - 6 * rank - 3 * parents.length;
  const unexplained = parents.filter(
    (name) => !PERSON_WRAPPERS.has(name) && !(JOB_ATTRIBUTES.has(attribute) && JOB_WRAPPERS.has(name)),
  );
  if (unexplained.length === 0 && names.includes(leaf)) return scoreOf(names.indexOf(leaf));
  // `department.name`, `manager.email`, `emails[0].value`: the object is the attribute.
  const object = [parent, parent.replace(/(?:group|s)$/, '')].find((name) => names.includes(name));
  if (object !== undefined && (LABEL_KEYS.includes(leaf) || names.includes(leaf)))
    return scoreOf(names.indexOf(object) + 1);
  const joined = names.indexOf(`${parent}${leaf}`);
  return joined < 0 ? null : scoreOf(joined);
}

function suggestJoinedName(paths: readonly ProfiledPath[], people: number): Suggestion | null {
  for (const [first, last] of FULL_NAME_PAIRS) {
    const a = paths.find((path) => leafName(path) === first && !path.byIndex && path.group === null);
    const b = paths.find(
      (path) => leafName(path) === last && path.keys.slice(0, -1).join('.') === a?.keys.slice(0, -1).join('.'),
    );
    if (!a || !b || MANAGER_PATTERN.test(normalizeName(a.keys.join(' ')))) continue;
    const pair = `[${a.expression}, ${b.expression}]`;
    const always = a.filled === people && b.filled === people;
    return {
      attribute: 'full_name',
      // join() fails on null: a person without one half keeps the other.
      expression: always ? `join(' ', ${pair})` : `join(' ', ${pair}[?@])`,
      filled: Math.max(a.filled, b.filled),
      sample: JSON.stringify([a, b].map(({ sample }) => sample.replaceAll(/^"|"$/g, '')).join(' ')),
    };
  }
  return null;
}

const leafName = ({ keys }: ProfiledPath): string => normalizeName(keys.at(-1) ?? '');
