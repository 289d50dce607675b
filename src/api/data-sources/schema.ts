import { z } from '@hono/zod-openapi';
import type { ConfiguredSource } from '../../app/data-sources/configure-source.ts';
import { SOURCE_KINDS } from '../../domain/shared/source-kinds.ts';
import { omitKeys } from '../shared/body.ts';
import { iso, isoOrNull, timestamp } from '../shared/fields.ts';

/** Fields beside the settings. */
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

/** A data source as set up: its settings as PUT takes them, without secrets. */
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

/** What GET gave may be sent back: fields that are only read are ignored. */
export function withoutReadOnlyFields(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return omitKeys(body, readOnlyFields);
}

/** About the code behind a custom integration. */
type WrapperInfo = Pick<z.infer<typeof dataSourceSchema>, 'wrapper_version' | 'wrappers'>;

export const serializeDataSource = (
  source: ConfiguredSource,
  code: WrapperInfo = {},
): z.infer<typeof dataSourceSchema> => ({
  ...source.settings,
  ...code,
  kind: readOnlyFields.kind.parse(source.kind),
  enabled: source.enabled,
  secrets_set: source.secretsSet,
  first_applied_at: isoOrNull(source.firstAppliedAt),
  changed_at: iso(source.changedAt),
  reviewed_at: isoOrNull(source.reviewedAt),
});

/** Bodies of PUT, for the OpenAPI description. */
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
