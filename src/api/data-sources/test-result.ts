import { z } from '@hono/zod-openapi';
import type { SourceTestResult } from '../../app/data-sources/test-source.ts';
import { describeFault, FAULT_CODES } from '../../domain/shared/fault.ts';
import { feedFileSchema } from '../../domain/sync/feed-file.ts';
import { exchangeSchema } from '../syncs/schema.ts';

const errorSchema = z.object({ code: z.string(), attribute: z.string().nullable(), message: z.string() });

const testedRecordSchema = z
  .object({
    raw: z.string().openapi({ description: 'As it came; at most 16 KB of it.' }),
    cut: z.boolean(),
    mapped: z
      .object({
        attributes: z.record(z.string(), z.unknown()),
        status: z.string().nullable(),
        role: z.string().nullable(),
        errors: z.array(errorSchema),
      })
      .nullable()
      .openapi({ description: 'By the mapping in force; null without one.' }),
  })
  .openapi('TestedRecord');

export const sourceTestSchema = z
  .object({
    works: z.boolean().openapi({ description: 'A sync with these settings would get its people.' }),
    problem: z
      .object({
        code: z.enum(FAULT_CODES),
        message: z.string(),
        details: z.record(z.string(), z.unknown()).optional(),
      })
      .nullable(),
    doubt: z.string().nullable().openapi({ description: 'What may be wrong although it works.' }),
    records: z.array(testedRecordSchema).openapi({ description: 'The first five.' }),
    people: z
      .object({
        estimate: z.int(),
        from: z.enum(['all', 'declared', 'size', 'at_least']).openapi({
          description:
            'all: counted; declared: the source says so; size: from the length of the answer; at_least: more follow.',
        }),
      })
      .nullable(),
    file: feedFileSchema.nullable().openapi({ description: 'The file found, where the data source gives files.' }),
    mapping_version: z.int().nullable(),
    exchanges: z.array(exchangeSchema),
  })
  .openapi('DataSourceTest');

export const serializeSourceTest = (test: SourceTestResult): z.infer<typeof sourceTestSchema> => ({
  works: test.fault === null,
  problem: test.fault && {
    code: test.fault.code,
    message: describeFault(test.fault),
    ...(test.fault.details && { details: test.fault.details }),
  },
  doubt: test.doubt,
  records: test.records.map(({ raw, cut, person }) => ({
    raw,
    cut,
    mapped: person && {
      attributes: person.attributes,
      status: person.status,
      role: person.role,
      errors: person.errors.map(({ code, attribute, message }) => ({ code, attribute, message })),
    },
  })),
  people: test.estimate && { estimate: test.estimate.people, from: test.estimate.how },
  file: test.file,
  mapping_version: test.mappingVersion,
  exchanges: [...test.exchanges],
});
