import { z } from 'zod';
import type { Tables } from '../../jmespath/functions/lookup-tables.ts';
import { normalizeWord } from '../../jmespath/functions/lookup-tables.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../shared/fault.ts';
import { describeMappingProblem, type MappingProblem } from '../shared/fault-sentences/mapping.ts';
import { ATTRIBUTE_TYPES, EMPLOYMENT_STATUSES, STANDARD_ATTRIBUTES } from '../user/attributes.ts';
import { checkExpression } from './expression.ts';
import { expressionsIn } from './expression-paths.ts';

const nullPolicySchema = z.enum(['clear', 'keep'], 'must be clear or keep').default('clear');

const expressionSchema = z
  .string('must be a JMESPath expression, as text')
  .refine((text) => text.trim() !== '', { error: 'must not be empty; leave it out instead', params: { empty: true } });

const attributeSchema = z.strictObject(
  { expression: expressionSchema, null_policy: nullPolicySchema },
  'must be an object with an expression',
);

/** Words are compared without case and surrounding white space; two spellings of one word must mean the same status. */
const statusValuesSchema = z
  .record(
    z.string(),
    z.enum(EMPLOYMENT_STATUSES, 'must be active, on_leave or terminated'),
    'must be an object that gives each word of the data source a status',
  )
  .superRefine((values, context) => {
    const seen = new Map<string, string>();
    for (const [word, status] of Object.entries(values)) {
      const key = normalizeWord(word);
      if (key === '')
        context.addIssue({ code: 'custom', message: 'has an empty word; no value means no status anyway' });
      if ((seen.get(key) ?? status) !== status) {
        context.addIssue({ code: 'custom', message: `gives the word ${JSON.stringify(key)} two meanings` });
      }
      seen.set(key, status);
    }
  });

const standardSchema = z.strictObject(
  {
    full_name: attributeSchema,
    email: attributeSchema,
    picture_url: attributeSchema.optional(),
    employee_id: attributeSchema.optional(),
    hire_date: attributeSchema.optional(),
    termination_date: attributeSchema.optional(),
    status: attributeSchema.extend({ values: statusValuesSchema.optional() }).optional(),
    department: attributeSchema.optional(),
    title: attributeSchema.optional(),
    location: attributeSchema.optional(),
    manager: attributeSchema.optional(),
  },
  'must be an object with an entry for each mapped attribute',
);

const STANDARD_KEYS: ReadonlySet<string> = new Set(STANDARD_ATTRIBUTES.map(({ key }) => key));

const customAttributeSchema = z.strictObject(
  {
    key: z
      .string('must be a text')
      .regex(/^[a-z][a-z0-9_]*$/, 'must start with a small letter and hold only small letters, digits and _')
      .refine((key) => !STANDARD_KEYS.has(key), 'is the key of a standard attribute; choose another'),
    type: z.enum(ATTRIBUTE_TYPES, 'must be text, number, boolean, date or list'),
    expression: expressionSchema,
    null_policy: nullPolicySchema,
    export: z.boolean('must be true or false').default(true),
  },
  'must be an object with key, type and expression',
);

const customSchema = z.array(customAttributeSchema, 'must be a list').superRefine((attributes, context) => {
  const seen = new Set<string>();
  for (const [at, { key }] of attributes.entries()) {
    if (seen.has(key)) {
      context.addIssue({ code: 'custom', path: [at, 'key'], message: `${key} is there twice; each key once` });
    }
    seen.add(key);
  }
});

export const mappingSchema = z.strictObject({
  standard: standardSchema,
  custom: customSchema.default([]),
  restricted_role: z
    .strictObject({ expression: expressionSchema }, 'must be an object with an expression, or null')
    .nullable()
    .default(null),
  include: expressionSchema.nullable().default(null),
  primary_row: expressionSchema.nullable().default(null),
  /** Whether a person without an e-mail fails, or is skipped as `no_email`, which leaves a known user unchanged. */
  no_email: z.enum(['fail', 'skip'], 'must be fail or skip').default('fail'),
  /** Null: at once. */
  create_days_before_hire: z
    .int('must be a whole number of days, or null')
    .min(0, 'must be 0 or more')
    .max(365, 'must be at most 365')
    .nullable()
    .default(null),
});

export type Mapping = z.infer<typeof mappingSchema>;

const MAX_PROBLEMS = 20;

/**
 * @param tables that `lookup()` may name; a mapping that names another one is refused
 * @returns defaults filled in; or a fault whose details list every problem (`path` of the first, `problems`, `paths`):
 *   `invalid_mapping` for the shape, expressions last; `invalid_expression` when only expressions are wrong (of the
 *   first also `position` from 0, `kind`, `expression`)
 */
export function checkMapping(body: unknown, tables: Tables = {}): Result<Mapping, Fault> {
  const parsed = mappingSchema.safeParse(body, { reportInput: true });
  const broken = expressionsIn(body).flatMap(({ path, text }) => {
    const checked = checkExpression(text, tables);
    return checked.ok ? [] : [{ path, text, ...checked.fault }];
  });
  const expressionProblems = broken.map(
    ({ path, position, message }): MappingProblem => ({ kind: 'expression', path, position, reason: message }),
  );
  if (!parsed.success) {
    const problems = [...parsed.error.issues.map(problemOfIssue), ...expressionProblems];
    return fail(fault('invalid_mapping', ...listProblems(problems)));
  }
  const [first] = broken;
  if (first === undefined) return ok(parsed.data);
  const { position, kind, text } = first;
  const [params, details] = listProblems(expressionProblems);
  return fail(fault('invalid_expression', params, { position, kind, expression: text, ...details }));
}

const problemOfIssue = (issue: z.core.$ZodIssue): MappingProblem => {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => formatPath([...issue.path, key]));
    return { kind: 'unknown_keys', path: keys[0] ?? formatPath(issue.path), keys };
  }
  const path = formatPath(issue.path);
  if (path === '') return { kind: 'not_an_object', path };
  if (issue.code === 'invalid_type' && issue.input === undefined) return { kind: 'missing', path };
  if (issue.code === 'custom' && issue.params?.empty === true) return { kind: 'empty', path };
  return { kind: 'invalid', path, rule: issue.message };
};

const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

const listProblems = (all: readonly MappingProblem[]) => {
  const problems = all.slice(0, MAX_PROBLEMS);
  const paths = problems.map(({ path }) => path);
  const details = { path: paths[0] ?? '', problems: problems.map(describeMappingProblem), paths };
  return [{ problems }, details] as const;
};
