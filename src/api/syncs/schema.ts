import { z } from '@hono/zod-openapi';
import { feedFileSchema } from '../../domain/sync/feed-file.ts';
import { GUARD_CODES } from '../../domain/sync/guards.ts';
import { OUTCOMES, SYNC_PHASES, SYNC_SCOPES, SYNC_STATES, SYNC_STEPS, TRIGGERS } from '../../domain/sync/vocabulary.ts';
import { isLocalId } from '../../store/ids.ts';
import { timestamp, timestampQuery } from '../shared/fields.ts';
import { pageQuery } from '../shared/paging.ts';

const count = z.int().min(0);
const id = z.int().positive();
const userId = z.int().refine(isLocalId, 'This is no ID of a user.');

const summarySchema = z
  .object({
    created: count,
    updated: count,
    restored: count,
    terminated: count,
    skipped: count,
    failed: count,
    total: count,
  })
  .openapi('Summary');

const guardSchema = z
  .object({
    code: z.enum(GUARD_CODES),
    holds: z.enum(['terminations', 'all']),
    message: z.string(),
    limit: z.number(),
    found: z.number(),
  })
  .openapi('GuardFinding', { description: 'A guard that trips: in words, with its numbers.' });

const progressSchema = z
  .object({
    step: z.enum(SYNC_STEPS),
    fetched: count,
    fetch_done: z.boolean(),
    bytes: count,
    planned: count,
    applied: count,
    to_apply: count,
  })
  .openapi('Progress');

const costSchema = z
  .object({ d1_calls: count, rows_read: count, rows_written: count, r2_operations: count, messages: count })
  .openapi('Cost', { description: 'What the sync cost, in the units that the platform bills.' });

export const exchangeJsonSchema = z
  .object({
    method: z.string(),
    url: z.string().openapi({ description: 'Without credentials and query values.' }),
    status: z.int().nullable().openapi({ description: 'Of HTTP; null where there is none, or no answer.' }),
    answer: z.string().optional().openapi({ description: 'What came back, where it is not HTTP.' }),
    milliseconds: z.number(),
    bytes: z.number(),
    attempt: z.int(),
    waited: z.number().openapi({ description: 'Milliseconds rested before it, since the attempt before.' }),
    count: z.int().openapi({ description: 'How many exchanges of the same kind this one stands for.' }),
  })
  .openapi('Exchange', { description: 'One request made of the data source.' });

const feedSchema = feedFileSchema
  .extend({
    modified_at: feedFileSchema.shape.modified_at.openapi({ description: 'By the clock of the server.' }),
    age_seconds: feedFileSchema.shape.age_seconds.openapi({ description: 'Of the file, when it was read.' }),
    sha256: feedFileSchema.shape.sha256.openapi({ description: 'Null unless it was read to its end.' }),
    same_since: feedFileSchema.shape.same_since.openapi({
      description: 'Set when the last sync read the same bytes: since when they have been the same.',
    }),
  })
  .openapi('FeedFile', { description: 'The file that the sync read.' });

export const syncSchema = z
  .object({
    id,
    trigger: z.enum(TRIGGERS),
    scope: z.enum(SYNC_SCOPES),
    state: z.enum(SYNC_STATES),
    phase: z.enum(SYNC_PHASES).nullable().openapi({ description: 'While it runs.' }),
    persisted: z.boolean().openapi({ description: 'False: a dry run, which writes no user.' }),
    summary: summarySchema,
    reason: z.string().nullable().openapi({ description: 'Why it did not complete, in a sentence to act on.' }),
    reason_code: z.string().nullable(),
    guards: z.array(guardSchema),
    source: z.string(),
    mapping_version: z.int().openapi({ description: 'Of a preview: the version that its mapping would follow.' }),
    today: z.iso.date().openapi({ description: 'The day it counts as, in the time zone of the tenant.' }),
    records: count.openapi({ description: 'Size of the snapshot.' }),
    complete: z.boolean().openapi({ description: 'The feed ended cleanly.' }),
    plan_of: id.nullable().openapi({ description: 'The dry run whose plan this sync applies.' }),
    snapshot_of: id.nullable().openapi({ description: 'The sync whose snapshot this one, a preview, looks at.' }),
    retry_of: id.nullable(),
    person: z
      .object({ user_id: id.nullable(), employee_id: z.string().nullable(), email: z.string().nullable() })
      .nullable()
      .openapi({ description: 'Whom a single-user sync is about.' }),
    progress: progressSchema.nullable().openapi({ description: 'Null once it has ended.' }),
    cost: costSchema,
    exchanges: z.array(exchangeJsonSchema),
    feed: feedSchema.nullable().openapi({ description: 'Null for a data source that gives no files.' }),
    created_by: z.string(),
    created_at: timestamp,
    fetch_started_at: timestamp.nullable(),
    approved_at: timestamp.nullable(),
    applied_at: timestamp.nullable(),
    finished_at: timestamp.nullable(),
  })
  .openapi('Sync');
export type SyncJson = z.infer<typeof syncSchema>;

const personSchema = z
  .strictObject({
    id: userId.optional(),
    employee_id: z.string().trim().min(1).max(200).optional(),
    email: z.string().trim().min(1).max(254).optional(),
  })
  .refine(
    (person) => Object.values(person).some((key) => key !== undefined),
    'Name the person by id, employee_id or email.',
  );

export const startSyncSchema = z
  .strictObject({
    persist: z.boolean().default(false).openapi({ description: 'Use received data to update users.' }),
    user: personSchema.optional().openapi({ description: 'Only this person; everybody without it.' }),
  })
  .openapi('StartSync', { example: { persist: false } });

export const approvalSchema = z
  .strictObject({
    terminations: z.boolean().default(true).openapi({ description: 'False leaves all terminations out.' }),
    except: z.array(userId).max(10_000).default([]).openapi({ description: 'IDs of users to leave out.' }),
  })
  .openapi('Approval', { example: { terminations: true, except: [] } });

const atLeast = z
  .string()
  .regex(new RegExp(`^(${OUTCOMES.join('|')}):\\d{1,9}$`), 'Give an outcome and a number, such as created:3.')
  .transform((text) => {
    const [name, number] = text.split(':');
    return { outcome: OUTCOMES.find((outcome) => outcome === name) ?? 'failed', count: Number(number) };
  })
  .optional()
  .openapi({ type: 'string', description: 'At least so many records with an outcome.', example: 'created:3' });

export const syncsQuery = pageQuery.extend({
  state: z.enum(SYNC_STATES).optional(),
  persisted: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .openapi({ type: 'boolean' }),
  created_by: z.string().max(300).optional(),
  trigger: z.enum(TRIGGERS).optional(),
  at_least: atLeast,
  created_from: timestampQuery,
  created_to: timestampQuery,
  finished_from: timestampQuery,
  finished_to: timestampQuery,
});
