import { z } from '@hono/zod-openapi';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { SOURCE_KINDS } from '../../domain/shared/source-kinds.ts';
import type { MappingVersion } from '../../store/mapping/reader.ts';
import { iso, pageQuery, timestamp } from '../shared/paging.ts';

const source = z.enum(SOURCE_KINDS);

/** Which data source's mapping. */
export const sourceQuery = z.strictObject({
  source: source.optional().openapi({ description: 'Without it: the enabled pull source.' }),
});
export const mappingVersionsQuery = pageQuery.extend(sourceQuery.shape);

/** What is said about a version beside the mapping itself. */
const versionFields = {
  source,
  version: z.int().openapi({ description: 'Grows with every save.' }),
  note: z.string().nullable(),
  created_by: z.string(),
  created_at: timestamp,
};
export const mappingVersionSchema = z.object(versionFields).openapi('MappingVersion');

/** A mapping as stored. */
export const savedMappingSchema = z.object({ ...versionFields, ...mappingSchema.shape }).openapi('SavedMapping');

/** What of a PUT is not the mapping itself. What GET gave may be sent back: what is only read is not looked at. */
export const mappingEnvelopeSchema = z.looseObject({
  note: z.string().max(500, 'Use at most 500 characters.').nullish(),
  version: z.int().min(0).optional(),
  accept_cases: z.boolean('Must be true or false.').default(false),
  source: z.unknown().optional(),
  created_by: z.unknown().optional(),
  created_at: z.unknown().optional(),
});

/** The mapping itself, of all that was sent. */
export const withoutEnvelope = (sent: z.infer<typeof mappingEnvelopeSchema>): unknown => {
  const {
    note: _,
    version: __,
    source: ___,
    created_by: ____,
    created_at: _____,
    accept_cases: ______,
    ...mapping
  } = sent;
  return mapping;
};

/** The body of PUT, for its description: the mapping itself is judged by domain/mapping. */
export const mappingBodySchema = mappingSchema
  .extend({
    note: z.string().max(500).nullish().openapi({ description: 'Why it was changed.' }),
    version: z
      .int()
      .min(0)
      .optional()
      .openapi({ description: 'The version that you saw, 0 for none: refused when another one is in force.' }),
    accept_cases: z
      .boolean()
      .optional()
      .openapi({ description: 'Save it although pinned people come out differently: that is then expected of them.' }),
  })
  .openapi('Mapping', {
    example: {
      standard: {
        full_name: { expression: "join(' ', [First_Name, Last_Name])", null_policy: 'clear' },
        email: { expression: "Emails_group[?Type=='Work'].Email | [0]", null_policy: 'clear' },
        employee_id: { expression: 'Employee_ID', null_policy: 'clear' },
      },
      custom: [{ key: 'cost_center', type: 'text', expression: 'Cost_Center', null_policy: 'clear', export: true }],
      restricted_role: { expression: 'Is_Contingent' },
      include: null,
      primary_row: null,
    },
  });

/** A stored mapping in the words of the API. */
export const serializeMapping = (stored: MappingVersion): z.infer<typeof savedMappingSchema> => ({
  ...serializeMappingVersion(stored),
  ...mappingSchema.parse(stored.body),
});

export const serializeMappingVersion = (stored: MappingVersion): z.infer<typeof mappingVersionSchema> => ({
  source: source.parse(stored.source),
  version: stored.version,
  note: stored.note,
  created_by: stored.createdBy,
  created_at: iso(stored.createdAt),
});
