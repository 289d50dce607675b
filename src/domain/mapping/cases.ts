import { z } from 'zod';
import { previewValue, RECORD_ERROR_CODES } from '../shared/record-error.ts';
import { attributeValueSchema, STANDARD_ATTRIBUTES, USER_ROLES } from '../user/attributes.ts';
import type { AttributeChange } from '../user/changes.ts';
import type { MappedPerson } from './mapped-person.ts';

export const MAX_CASES = 20;

export const caseResultSchema = z.object({
  attributes: z.record(z.string(), attributeValueSchema.nullable()),
  role: z.enum(USER_ROLES).nullable(),
  included: z.boolean(),
  primary: z.boolean(),
  errors: z.array(
    z.object({ code: z.enum(RECORD_ERROR_CODES), attribute: z.string().nullable(), message: z.string() }),
  ),
});
export type CaseResult = z.output<typeof caseResultSchema>;

export const toCaseResult = ({ attributes, role, included, primary, errors }: MappedPerson): CaseResult => ({
  attributes,
  role,
  included,
  primary,
  errors: errors.map(({ code, attribute, message }) => ({ code, attribute, message })),
});

export interface CaseDifference {
  /** New errors: a sync would fail this person. */
  errors: CaseResult['errors'];
  /** Values that differ; role, scope and primary row under `restricted_role`, `include` and `primary_row`. */
  changes: AttributeChange[];
}

const valuesOf = ({ attributes, role, included, primary }: CaseResult): Map<string, unknown> =>
  new Map<string, unknown>([
    ...Object.entries(attributes),
    ['restricted_role', role],
    ['include', included],
    ['primary_row', primary],
  ]);

const isSameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** @returns null when nothing differs; an attribute that fails is listed by its error, not also by its value */
export function compareCaseResults(before: CaseResult, after: CaseResult): CaseDifference | null {
  const known = new Set(before.errors.map(({ code, attribute }) => `${code} ${attribute}`));
  const errors = after.errors.filter(({ code, attribute }) => !known.has(`${code} ${attribute}`));
  const failed = new Set(errors.map(({ attribute }) => attribute));
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((attribute) => {
    const change = { attribute, before: old.get(attribute) ?? null, after: now.get(attribute) ?? null };
    return failed.has(attribute) || isSameJson(change.before, change.after) ? [] : [change];
  });
  return errors.length === 0 && changes.length === 0 ? null : { errors, changes };
}

const LABELS = new Map<string | null, string>([
  ...STANDARD_ATTRIBUTES.map(({ key, label }) => [key, label] as const),
  ['restricted_role', 'Restricted role'],
  ['include', 'Include'],
  ['primary_row', 'Primary row'],
]);

const formatValue = (value: unknown): string =>
  value === null || value === undefined ? 'nothing' : `“${previewValue(value).replaceAll(/^"|"$/g, '')}”`;

/** One clause a difference: `Title is “CEO”, was nothing`. */
export const describeCaseDifference = ({ errors, changes }: CaseDifference): string[] => [
  ...errors.map(({ attribute, message }) => `${LABELS.get(attribute) ?? attribute ?? 'The record'} fails: ${message}`),
  ...changes.map(
    ({ attribute, before, after }) =>
      `${LABELS.get(attribute) ?? attribute} is ${formatValue(after)}, was ${formatValue(before)}`,
  ),
];
