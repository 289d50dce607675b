import { member } from '../../jmespath/runtime/values.ts';
import { isObject } from '../../lib/json.ts';
import {
  ATTRIBUTE_TYPES,
  type AttributeType,
  EMPLOYMENT_STATUSES,
  type EmploymentStatus,
  STANDARD_ATTRIBUTES,
} from '../user/attributes.ts';
import { EXPRESSION_PATHS, expressionsIn } from './expression-paths.ts';
import type { Mapping } from './mapping.ts';

export type TargetType = AttributeType | 'status' | 'role' | 'yes or no';

export interface DraftExpression {
  path: string;
  text: string;
  becomes: TargetType;
  /** In `draftMapping`; null for role, include and primary row. */
  key: string | null;
}

/**
 * Whatever else is wrong with the body; empty ones are left out. Standard attributes come first, in their usual order.
 */
export function draftExpressions(body: unknown): DraftExpression[] {
  const places: Omit<DraftExpression, 'text'>[] = [
    ...STANDARD_ATTRIBUTES.map(({ key, type }) => ({
      path: EXPRESSION_PATHS.standard(key),
      becomes: key === 'status' ? ('status' as const) : type,
      key,
    })),
    ...customAttributesIn(body).map((attribute, index) => ({
      path: EXPRESSION_PATHS.custom(index),
      becomes: typeIn(attribute),
      key: customKey(index),
    })),
    { path: EXPRESSION_PATHS.restrictedRole, becomes: 'role', key: null },
    { path: EXPRESSION_PATHS.include, becomes: 'yes or no', key: null },
    { path: EXPRESSION_PATHS.primaryRow, becomes: 'yes or no', key: null },
  ];
  const texts = new Map(expressionsIn(body).map(({ path, text }) => [path, text]));
  return places.flatMap((place) => {
    const text = texts.get(place.path);
    return text === undefined ? [] : [{ ...place, text }];
  });
}

/** For `compileMapping`, so that trying evaluates exactly as a sync does. @param usable expressions that compile */
export function draftMapping(body: unknown, usable: readonly DraftExpression[]): Mapping {
  const texts = new Map(usable.map(({ path, text }) => [path, text]));
  const attribute = (expression: string) => ({ expression, null_policy: 'clear' as const });
  const standard: Partial<Mapping['standard']> = {};
  for (const { key } of STANDARD_ATTRIBUTES) {
    const text = texts.get(EXPRESSION_PATHS.standard(key));
    if (text !== undefined) standard[key] = attribute(text);
  }
  const statuses = statusValues(body);
  if (standard.status && statuses) standard.status.values = statuses;
  const custom = customAttributesIn(body).flatMap((customAttribute, index) => {
    const text = texts.get(EXPRESSION_PATHS.custom(index));
    if (text === undefined) return [];
    return [{ ...attribute(text), key: customKey(index), type: typeIn(customAttribute), export: false }];
  });
  const role = texts.get(EXPRESSION_PATHS.restrictedRole);
  return {
    standard: { full_name: attribute(NULL_EXPRESSION), email: attribute(NULL_EXPRESSION), ...standard },
    custom,
    restricted_role: role === undefined ? null : { expression: role },
    include: texts.get(EXPRESSION_PATHS.include) ?? null,
    primary_row: texts.get(EXPRESSION_PATHS.primaryRow) ?? null,
    no_email: member(body, 'no_email') === 'skip' ? 'skip' : 'fail',
    create_days_before_hire: null,
  };
}

/** For a required attribute without a usable expression; its result is ignored. */
const NULL_EXPRESSION = '`null`';

/** Invalid ones keep the mapping from being saved, not from being tried. */
function statusValues(body: unknown): Record<string, EmploymentStatus> | undefined {
  const values = member(member(member(body, 'standard'), 'status'), 'values');
  if (!isObject(values)) return undefined;
  return Object.fromEntries(
    Object.entries(values).flatMap(([word, value]) => {
      const status = EMPLOYMENT_STATUSES.find((known) => known === value);
      return status ? [[word, status]] : [];
    }),
  );
}

/** By position: people type the key after the expression, so it may be missing or there twice. */
const customKey = (index: number): string => `custom:${index}`;

/** Saving has no such limit; trying a mapping at every keystroke needs one. */
const MAX_CUSTOM_ATTRIBUTES = 200;

const customAttributesIn = (body: unknown): unknown[] => {
  const custom = member(body, 'custom');
  return Array.isArray(custom) ? custom.slice(0, MAX_CUSTOM_ATTRIBUTES) : [];
};

const typeIn = (attribute: unknown): AttributeType =>
  ATTRIBUTE_TYPES.find((type) => type === member(attribute, 'type')) ?? 'text';
