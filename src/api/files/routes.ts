import { z } from '@hono/zod-openapi';
import { syncUpload } from '../../app/syncs/sync-upload.ts';
import { fault } from '../../domain/shared/fault.ts';
import { streamBlocks } from '../../lib/stream-blocks.ts';
import { apiRoute, jsonResponse, locationHeader, newRoutes, problemResponse } from '../shared/openapi.ts';
import { sendProblem } from '../shared/problem.ts';
import { sendSync } from '../syncs/response.ts';
import { syncSchema } from '../syncs/schema.ts';

export const fileRoutes = newRoutes();

/** The limit of Cloudflare for request bodies on most plans. */
const MAX_FILE_BYTES = 100_000_000;
const CONTENT_TYPES = /^(text\/csv|application\/(x-)?gzip|application\/octet-stream)\b/i;
const CONTENT_ENCODINGS = /^(gzip|x-gzip|identity)?$/i;

const fileContent = { schema: z.string().openapi({ type: 'string', format: 'binary' }) };

const upload = apiRoute({
  method: 'put',
  path: '/files/people',
  operationId: 'putPeopleFile',
  tags: ['Data sources'],
  summary: 'Sync everybody from a file',
  description:
    'The body is the file itself: CSV in UTF-8 with the header of CSV over SFTP, packed with gzip or not, 100 MB at ' +
    'most. The data source csv-sftp must be enabled; without a host it takes files here only. A dry run unless ' +
    '`persist` is true. What is wrong with the file is said by the sync.',
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
    body: { required: true, content: { 'text/csv': fileContent, 'application/gzip': fileContent } },
  },
  responses: {
    202: { ...jsonResponse(syncSchema, 'The sync, as it starts'), headers: locationHeader },
    ...problemResponse(413, 'source_too_large', 'The file is larger than 100 MB'),
    ...problemResponse(415, 'invalid_body', 'The file is neither CSV nor gzip'),
  },
  faults: ['invalid_body', 'invalid_query', 'sync_running', 'source_disabled', 'mapping_missing'],
});
fileRoutes.openapi(upload, async (c) => {
  const { persist, name = 'people.csv' } = c.req.valid('query');
  const type = c.req.header('Content-Type') ?? '';
  if (!CONTENT_TYPES.test(type) || !CONTENT_ENCODINGS.test(c.req.header('Content-Encoding') ?? '')) {
    return sendProblem(c, fault('invalid_body', { problem: 'not_sent_as_file' }), { status: 415 });
  }
  const { body } = c.req.raw;
  const started = await syncUpload(c.env, c.var.store.tenant, {
    name,
    body: body ? streamBlocks(body, null) : emptyStream(),
    maxBytes: MAX_FILE_BYTES,
    persist,
    createdBy: c.var.actor.label,
  });
  if (!started.ok && started.fault.code === 'source_too_large') return sendProblem(c, started.fault, { status: 413 });
  return sendSync(c, started, 202);
});

async function* emptyStream(): AsyncGenerator<Uint8Array> {}
