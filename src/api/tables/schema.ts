import { z } from '@hono/zod-openapi';
import { SOURCE_KINDS, type SourceKind } from '../../domain/shared/source-kinds.ts';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import type { ValueTableSummary } from '../../store/mapping/reader.ts';
import { iso, timestamp } from '../shared/fields.ts';

const versionFields = {
  name: z.string().openapi({ description: "As in lookup(value, 'name').", example: 'departments' }),
  version: z.int().openapi({ description: 'Grows with every save.' }),
  size: z.int().nullable().openapi({ description: 'How many rows; null for a version that removed the table.' }),
  created_by: z.string(),
  created_at: timestamp,
};

export const tableVersionSchema = z.object(versionFields).openapi('ValueTableVersion');

const entries = z.record(z.string(), z.string()).openapi({
  description: 'Value received → value meant, compared without case and white space around. Empty: it means no value.',
  example: { ENG: 'Engineering', FIN: 'Finance' },
});

export const tableSchema = z
  .object({
    ...versionFields,
    entries,
    sources: z.array(z.enum(SOURCE_KINDS)).openapi({ description: 'Data sources whose mapping names it.' }),
    unmapped: z
      .object({
        sync_id: z.int().openapi({ description: 'The newest full sync that used the table.' }),
        values: z.array(z.object({ value: z.string(), people: z.int() })),
        more: z.boolean().openapi({ description: 'There were more values than are told.' }),
      })
      .nullable()
      .openapi({ description: 'Values that came and are not in the table now.' }),
  })
  .openapi('ValueTable');

/** domain/mapping validates the rows. */
export const tableBodySchema = z
  .strictObject({
    entries: z.unknown().openapi({ type: 'object', example: { ENG: 'Engineering', FIN: 'Finance' } }),
    version: z
      .int()
      .min(0)
      .optional()
      .openapi({ description: 'The version that you saw, 0 for none: refused when another one is in force.' }),
  })
  .openapi('ValueTableBody');

export const serializeTableVersion = (stored: ValueTableSummary): z.infer<typeof tableVersionSchema> => ({
  name: stored.name,
  version: stored.version,
  size: stored.size,
  created_by: stored.createdBy,
  created_at: iso(stored.createdAt),
});

/** @param unmapped values that lookups of the newest full sync did not find in the table */
export const serializeTable = (
  stored: Omit<ValueTableSummary, 'size'> & { entries: Readonly<Record<string, string>> },
  sources: SourceKind[],
  unmapped: { syncId: number; report: UnmappedReport } | null,
): z.infer<typeof tableSchema> => ({
  ...serializeTableVersion({ ...stored, size: Object.keys(stored.entries).length }),
  entries: { ...stored.entries },
  sources,
  unmapped: unmapped && {
    sync_id: unmapped.syncId,
    values: unmapped.report.values.map(({ value, people }) => ({ value, people })),
    more: unmapped.report.more,
  },
});
