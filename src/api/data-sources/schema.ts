import { z } from '@hono/zod-openapi';
import { SOURCE_KINDS } from '../../domain/sync/words.ts';
import type { ConfiguredSource } from '../../syncs/sources/configure-source.ts';
import { iso, isoOrNull, moment } from '../paging.ts';

/** What is said about a data source beside its settings. All of it is only read. */
const about = {
  kind: z.enum(SOURCE_KINDS),
  secrets_set: z.array(z.string()).openapi({
    description: 'Names of the secrets that are stored. Secrets are written, never read.',
    example: ['password'],
  }),
  first_applied_at: moment.nullable().openapi({ description: 'Before this the schedule writes nothing.' }),
  changed_at: moment,
  reviewed_at: moment.nullable().openapi({ description: 'A dry run after the last change was looked at.' }),
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
export const dataSourceSchema = z.looseObject({ ...about, enabled: z.boolean() }).openapi('DataSource', {
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

/** What GET gave may be sent back: what is only read is not looked at. */
export function withoutAbout(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !Object.hasOwn(about, key)));
}

/** What is said of the code behind a custom integration. */
type Code = Pick<z.infer<typeof dataSourceSchema>, 'wrapper_version' | 'wrappers'>;

/** A data source in the words of the API. */
export const showSource = (source: ConfiguredSource, code: Code = {}): z.infer<typeof dataSourceSchema> => ({
  ...(typeof source.settings === 'object' ? source.settings : {}),
  ...code,
  kind: about.kind.parse(source.kind),
  enabled: source.enabled,
  secrets_set: source.secretsSet,
  first_applied_at: isoOrNull(source.firstAppliedAt),
  changed_at: iso(source.changedAt),
  reviewed_at: isoOrNull(source.reviewedAt),
});
