import { z } from '@hono/zod-openapi';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { SOURCE_KINDS } from '../../domain/shared/source-kinds.ts';
import type { MappingVersion, MappingVersionSummary } from '../../store/mapping/reader.ts';
import { iso, timestamp } from '../shared/fields.ts';

const source = z.enum(SOURCE_KINDS);

const versionFields = {
  source,
  version: z.int().openapi({ description: 'Grows with every save.' }),
  note: z.string().nullable(),
  created_by: z.string(),
  created_at: timestamp,
};
export const mappingVersionSchema = z.object(versionFields).openapi('MappingVersion');

export const savedMappingSchema = z.object({ ...versionFields, ...mappingSchema.shape }).openapi('SavedMapping');

/** The body of PUT, only described: domain/mapping validates the mapping. */
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

export const serializeMapping = (stored: MappingVersion): z.infer<typeof savedMappingSchema> => ({
  ...serializeMappingVersion(stored),
  ...stored.body,
});

export const serializeMappingVersion = (stored: MappingVersionSummary): z.infer<typeof mappingVersionSchema> => ({
  source: source.parse(stored.source),
  version: stored.version,
  note: stored.note,
  created_by: stored.createdBy,
  created_at: iso(stored.createdAt),
});
