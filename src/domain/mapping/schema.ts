import { z } from 'zod';
import { normalizeWord } from '../../jmespath/functions/lookup-tables.ts';
import { STANDARD_ATTRIBUTES } from '../user/attributes.ts';

const nullPolicySchema = z.enum(['clear', 'keep'], 'must be clear or keep').default('clear');

const expressionSchema = z
  .string('must be a JMESPath expression, as text')
  .refine((text) => text.trim() !== '', 'must not be empty; leave it out instead');

const attributeSchema = z.strictObject(
  { expression: expressionSchema, null_policy: nullPolicySchema },
  'must be an object with an expression',
);

/** The table is compared without case and white space around; two spellings of one word cannot mean two things. */
const statusValuesSchema = z
  .record(
    z.string(),
    z.enum(['active', 'on_leave', 'terminated'], 'must be active, on_leave or terminated'),
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
    type: z.enum(['text', 'number', 'boolean', 'date', 'list'], 'must be text, number, boolean, date or list'),
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

/** The mapping of one data source, as programs send it and as versions are stored. */
export const mappingSchema = z.strictObject({
  standard: standardSchema,
  custom: customSchema.default([]),
  restricted_role: z
    .strictObject({ expression: expressionSchema }, 'must be an object with an expression, or null')
    .nullable()
    .default(null),
  include: expressionSchema.nullable().default(null),
  primary_row: expressionSchema.nullable().default(null),
  /** What becomes of a person without an e-mail: failed, or skipped as `no_email`: whoever is known stays as they are. */
  no_email: z.enum(['fail', 'skip'], 'must be fail or skip').default('fail'),
  /** People are created this many days before their hire date; null: at once. */
  create_days_before_hire: z
    .int('must be a whole number of days, or null')
    .min(0, 'must be 0 or more')
    .max(365, 'must be at most 365')
    .nullable()
    .default(null),
});

export type Mapping = z.infer<typeof mappingSchema>;
