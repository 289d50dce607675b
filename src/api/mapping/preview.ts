import { createRoute } from '@hono/zod-openapi';
import { previewMapping } from '../../syncs/mapping/preview-mapping.ts';
import { bodyOf } from '../body.ts';
import { json, judgedBody, location, problems, room, security } from '../describe.ts';
import { invalidBody } from '../problem/invalid.ts';
import { problem } from '../problem/problem.ts';
import { answerSync } from '../syncs/answer.ts';
import { syncSchema } from '../syncs/schema.ts';
import { namedSource } from './routes.ts';
import { aroundSchema, bareMapping, sourceQuery } from './schema.ts';

/** `/mapping/preview`: what a mapping would do to everybody, before it is saved. */
export const mappingPreviewRoom = room();

const preview = createRoute({
  method: 'post',
  path: '/mapping/preview',
  operationId: 'previewMapping',
  tags: ['Mapping'],
  summary: 'See what a mapping would change, before saving it',
  description:
    'Tries the mapping on the last complete snapshot of everybody, and asks the data source for nothing. It is a dry run ' +
    'like any other, to be looked at by its records and `guards`, but it can never be applied: save the mapping, and run ' +
    'a sync. Who changed after that snapshot was fetched is skipped as `newer_data`.',
  security,
  request: { query: sourceQuery, body: judgedBody(['Mapping']) },
  responses: {
    202: { ...json(syncSchema, 'The preview, as it starts'), headers: location },
    ...problems(
      'invalid_body',
      'invalid_query',
      'invalid_mapping',
      'invalid_expression',
      'snapshot_missing',
      'sync_running',
      'source_missing',
    ),
  },
});
mappingPreviewRoom.openapi(preview, async (c) => {
  const source = await namedSource(c, c.req.valid('query').source);
  if (!source.ok) return problem(c, source.fault);
  const sent = aroundSchema.safeParse(await bodyOf(c));
  if (!sent.success) return invalidBody(c, sent.error);
  const request = { source: source.value, body: bareMapping(sent.data) };
  return answerSync(c, await previewMapping(c.env, c.var.store.tenant, request, c.var.actor.label), 202);
});
