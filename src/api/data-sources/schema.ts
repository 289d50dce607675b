import { z } from '@hono/zod-openapi';
import type { ConfiguredSource } from '../../app/data-sources/configure-source.ts';
import type { SourceTestResult } from '../../app/data-sources/test-source.ts';
import type { usableWrappers } from '../../app/data-sources/wrappers.ts';
import { describeFault, FAULT_CODES } from '../../domain/shared/fault.ts';
import { SOURCE_KINDS } from '../../domain/shared/source-kinds.ts';
import { feedFileSchema } from '../../domain/sync/feed-file.ts';
import { omitKeys } from '../shared/body.ts';
import { iso, isoOrNull, timestamp } from '../shared/fields.ts';
import { exchangeJsonSchema } from '../syncs/schema.ts';

const readOnlyFields = {
  kind: z.enum(SOURCE_KINDS),
  secrets_set: z.array(z.string()).openapi({
    description: 'Names of the secrets that are stored. Secrets are written, never read.',
    example: ['password'],
  }),
  first_applied_at: timestamp.nullable().openapi({ description: 'Before this the schedule writes nothing.' }),
  changed_at: timestamp,
  reviewed_at: timestamp.nullable().openapi({ description: 'A dry run after the last change was looked at.' }),
  wrapper_version: z
    .string()
    .nullable()
    .optional()
    .openapi({ description: 'Of a custom integration: what runs now; null when the wrapper cannot be asked.' }),
  wrappers: z
    .array(z.string())
    .optional()
    .openapi({ description: 'Of a custom integration: the names to choose from.' }),
};

export const dataSourceSchema = z.looseObject({ ...readOnlyFields, enabled: z.boolean() }).openapi('DataSource', {
  description: 'The settings stand beside these, named as in the body of PUT.',
  example: {
    kind: 'workday',
    enabled: true,
    all_people_url: 'https://hr.example/report?format=json',
    single_person_url: null,
    format: 'json',
    auth: { type: 'basic', username: 'rollcall' },
    secrets_set: ['password'],
    first_applied_at: null,
    changed_at: '2026-11-22T08:00:00.000Z',
    reviewed_at: null,
  },
});

/** So that a response of GET can be sent back by PUT. */
export function omitReadOnlyFields(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return omitKeys(body, readOnlyFields);
}

type WrapperFields = Pick<z.infer<typeof dataSourceSchema>, 'wrapper_version' | 'wrappers'>;

export const serializeDataSource = (
  source: ConfiguredSource,
  wrapperFields: WrapperFields = {},
): z.infer<typeof dataSourceSchema> => ({
  ...source.settings,
  ...wrapperFields,
  kind: readOnlyFields.kind.parse(source.kind),
  enabled: source.enabled,
  secrets_set: source.secretsSet,
  first_applied_at: isoOrNull(source.firstAppliedAt),
  changed_at: iso(source.changedAt),
  reviewed_at: isoOrNull(source.reviewedAt),
});

export const DATA_SOURCE_EXAMPLES = {
  workday: {
    value: {
      enabled: true,
      all_people_url: 'https://hr.example/ccx/service/customreport2/acme/people?format=json',
      single_person_url: 'https://hr.example/ccx/service/customreport2/acme/person?format=json&id={employee_id}',
      format: 'json',
      auth: { type: 'basic', username: 'rollcall', password: '…' },
    },
  },
  'http-api': {
    value: {
      enabled: true,
      url: 'https://people.example/v2/employees',
      method: 'GET',
      headers: { 'x-api-key': '…' },
      format: 'json',
      records: 'data.people',
      single_person_url: null,
      auth: { type: 'bearer', token: '…' },
      paging: { type: 'none' },
      total: 'meta.total',
    },
  },
  'csv-sftp': {
    value: {
      enabled: true,
      host: 'sftp.example.com',
      port: 22,
      username: 'rollcall',
      auth: { type: 'generated_key' },
      host_key: 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU',
      path: 'uploads/hr_reports/people_report_{YYYY-MM-DD}.csv',
      csv_delimiter: 'auto',
      csv_quotes: 'doubled',
    },
  },
  'csv-sftp, upload only': { value: { enabled: true, host: null } },
  custom: {
    value: {
      enabled: true,
      wrapper: 'northwind',
      options: { url: 'https://hr.example/signed', key_id: 'hr-key' },
      secrets: { signing_key: '…' },
    },
  },
};

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
    exchanges: z.array(exchangeJsonSchema),
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

type UsableWrapper = Awaited<ReturnType<typeof usableWrappers>>[number];

export const wrapperSchema = z
  .object({
    name: z.string(),
    form: z.enum(['module', 'worker']).openapi({ description: 'worker: it is deployed on its own.' }),
    version: z.string().nullable(),
    description: z.string().nullable(),
    secrets: z.record(z.string(), z.string()).openapi({ description: 'The secrets that it needs, and their names.' }),
    options: z.record(
      z.string(),
      z.object({
        type: z.enum(['text', 'url', 'number', 'boolean']),
        description: z.string(),
        required: z.boolean().optional(),
      }),
    ),
    single_person: z.boolean().nullable().openapi({ description: 'It can fetch one person.' }),
    trouble: z.string().nullable().openapi({ description: 'Why it cannot be used now.' }),
  })
  .openapi('Wrapper', {
    example: {
      name: 'northwind',
      form: 'module',
      version: '1.0.0',
      description: 'Northwind HR by its signed API (an example).',
      secrets: { signing_key: 'Signing key' },
      options: { url: { type: 'url', description: 'Address of the API' } },
      single_person: true,
      trouble: null,
    },
  });

export const serializeWrapper = ({ name, form, about, trouble }: UsableWrapper): z.infer<typeof wrapperSchema> => ({
  name,
  form,
  version: about?.version ?? null,
  description: about?.description ?? null,
  secrets: about?.secrets ?? {},
  options: about?.options ?? {},
  single_person: about?.person ?? null,
  trouble,
});
