import { member } from '../../jmespath/runtime/values.ts';
import { isObject } from '../../lib/json.ts';
import {
  ATTRIBUTE_TYPES,
  type AttributeType,
  EMPLOYMENT_STATUSES,
  type EmploymentStatus,
  STANDARD_ATTRIBUTES,
  type StandardKey,
} from '../user/attributes.ts';
import type { Mapping } from './mapping.ts';

/** What the value of an expression is coerced to. */
export type TargetType = AttributeType | 'status' | 'role' | 'yes or no';

/** One expression of a mapping that is not saved yet. */
export interface DraftExpression {
  /** Its place in the body, such as `standard.title.expression`. */
  path: string;
  text: string;
  becomes: TargetType;
  /** The key of its attribute in `draftMapping`; null for role, include and primary row. */
  key: string | null;
}

/** The expressions in the body of a mapping, whatever else is wrong with it; empty ones are left out. */
export function draftExpressions(body: unknown): DraftExpression[] {
  const standard = member(body, 'standard');
  const all: DraftExpression[] = [
    ...STANDARD_ATTRIBUTES.map(({ key, type }) => ({
      path: `standard.${key}.expression`,
      text: textIn(member(standard, key), 'expression'),
      becomes: key === 'status' ? ('status' as const) : type,
      key,
    })),
    ...customIn(body).map((attribute, at) => ({
      path: `custom[${at}].expression`,
      text: textIn(attribute, 'expression'),
      becomes: typeIn(attribute),
      key: customKey(at),
    })),
    {
      path: 'restricted_role.expression',
      text: textIn(member(body, 'restricted_role'), 'expression'),
      becomes: 'role',
      key: null,
    },
    { path: 'include', text: textIn(body, 'include'), becomes: 'yes or no', key: null },
    { path: 'primary_row', text: textIn(body, 'primary_row'), becomes: 'yes or no', key: null },
  ];
  return all.filter(({ text }) => text.trim() !== '');
}

/**
 * A mapping with only these expressions of a body, for `compileMapping`: trying is evaluated exactly as a sync is.
 * @param usable expressions of the body that compile
 */
export function draftMapping(body: unknown, usable: readonly DraftExpression[]): Mapping {
  const texts = new Map(usable.map(({ path, text }) => [path, text]));
  const attribute = (expression: string) => ({ expression, null_policy: 'clear' as const });
  const standard = STANDARD_ATTRIBUTES.flatMap(({ key }): [StandardKey, object][] => {
    const text = texts.get(`standard.${key}.expression`);
    if (text === undefined) return [];
    const values = key === 'status' ? statusValues(body) : undefined;
    return [[key, { ...attribute(text), ...(values && { values }) }]];
  });
  const custom = customIn(body).flatMap((one, at) => {
    const text = texts.get(`custom[${at}].expression`);
    return text === undefined ? [] : [{ ...attribute(text), key: customKey(at), type: typeIn(one), export: false }];
  });
  const role = texts.get('restricted_role.expression');
  return {
    standard: {
      full_name: attribute(NULL_EXPRESSION),
      email: attribute(NULL_EXPRESSION),
      ...Object.fromEntries(standard),
    },
    custom,
    restricted_role: role === undefined ? null : { expression: role },
    include: texts.get('include') ?? null,
    primary_row: texts.get('primary_row') ?? null,
    no_email: member(body, 'no_email') === 'skip' ? 'skip' : 'fail',
    create_days_before_hire: null,
  };
}

/** For a required attribute without a usable expression; its result is ignored. */
const NULL_EXPRESSION = '`null`';

/** The sound entries of the status values; others are a problem of saving, not of trying. */
function statusValues(body: unknown): Record<string, EmploymentStatus> | undefined {
  const values = member(member(member(body, 'standard'), 'status'), 'values');
  if (!isObject(values)) return undefined;
  return Object.fromEntries(
    Object.entries(values).flatMap(([word, given]) => {
      const status = EMPLOYMENT_STATUSES.find((known) => known === given);
      return status ? [[word, status]] : [];
    }),
  );
}

/** By position: people type the key after the expression, so it may be missing or there twice. */
const customKey = (at: number): string => `custom:${at}`;

/** Saving has no such bound; trying with every key that is pressed needs one. */
const MAX_CUSTOM_ATTRIBUTES = 200;

const customIn = (body: unknown): unknown[] => {
  const custom = member(body, 'custom');
  return Array.isArray(custom) ? custom.slice(0, MAX_CUSTOM_ATTRIBUTES) : [];
};

const typeIn = (attribute: unknown): AttributeType =>
  ATTRIBUTE_TYPES.find((type) => type === member(attribute, 'type')) ?? 'text';

const textIn = (value: unknown, name: string): string => {
  const text = member(value, name);
  return typeof text === 'string' ? text : '';
};
