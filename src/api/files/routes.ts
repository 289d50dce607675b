import { createRoute, z } from '@hono/zod-openapi';
import { fault } from '../../domain/fault.ts';
import { blocksOf } from '../../lib/blocks.ts';
import { syncUpload } from '../../syncs/sources/sync-upload.ts';
import { json, location, problemIn, problems, room, security } from '../describe.ts';
import { problem } from '../problem/problem.ts';
import { answerSync } from '../syncs/answer.ts';
import { syncSchema } from '../syncs/schema.ts';

/** `/files`: everybody in a file, for those without a server to fetch it from. */
export const filesRoom = room();

/** What Cloudflare lets through on most plans. */
const MOST_BYTES = 100_000_000;
const TYPES = /^(text\/csv|application\/(x-)?gzip|application\/octet-stream)\b/i;
const ENCODINGS = /^(gzip|x-gzip|identity)?$/i;

const file = { schema: z.string().openapi({ type: 'string', format: 'binary' }) };

const upload = createRoute({
  method: 'put',
  path: '/files/people',
  operationId: 'putPeopleFile',
  tags: ['Data sources'],
  summary: 'Sync everybody from a file',
  description:
    'The body is the file itself: CSV in UTF-8 with the header of CSV over SFTP, packed with gzip or not, 100 MB at ' +
    'most. The data source csv-sftp must be enabled; without a host it takes files here only. A dry run unless ' +
    '`persist` is true. What is wrong with the file is said by the sync.',
  security,
  request: {
    query: z.object({
      persist: z
        .enum(['true', 'false'])
        .default('false')
        .transform((text) => text === 'true')
        .openapi({ type: 'boolean', description: 'Use received data to update users.' }),
      name: z
        .string()
        .max(200)
        .optional()
        .openapi({ description: 'What the file is called, for the page of the sync.', example: 'people.csv' }),
    }),
    body: { required: true, content: { 'text/csv': file, 'application/gzip': file } },
  },
  responses: {
    202: { ...json(syncSchema, 'The sync, as it starts'), headers: location },
    ...problems('invalid_body', 'invalid_query', 'sync_running', 'source_disabled', 'mapping_missing'),
    ...problemIn(413, 'source_too_large', 'The file is larger than 100 MB'),
    ...problemIn(415, 'invalid_body', 'The file is neither CSV nor gzip'),
  },
});
filesRoom.openapi(upload, async (c) => {
  const { persist, name = 'people.csv' } = c.req.valid('query');
  const type = c.req.header('Content-Type') ?? '';
  if (!TYPES.test(type) || !ENCODINGS.test(c.req.header('Content-Encoding') ?? '')) {
    const message = 'Send the file as the body, with Content-Type: text/csv or application/gzip.';
    return problem(c, fault('invalid_body', message), { status: 415 });
  }
  const { body } = c.req.raw;
  const started = await syncUpload(c.env, c.var.store.tenant, {
    name,
    body: body ? blocksOf(body, null) : nothing(),
    most: MOST_BYTES,
    persist,
    createdBy: c.var.actor.label,
  });
  if (!started.ok && started.fault.code === 'source_too_large') return problem(c, started.fault, { status: 413 });
  return answerSync(c, started, 202);
});

async function* nothing(): AsyncGenerator<Uint8Array> {}
