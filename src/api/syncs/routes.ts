import { createRoute } from '@hono/zod-openapi';
import { startSync } from '../../syncs/start.ts';
import { body, json, location, problems, room, security } from '../describe.ts';
import { idPath, page, pageOf } from '../paging.ts';
import { nothingHere, problem } from '../problem/problem.ts';
import { answerSync, fullSync } from './answer.ts';
import { startSchema, syncSchema, syncsQuery } from './schema.ts';

/** `/syncs`: start and look at syncs. */
export const syncsRoom = room();

const start = createRoute({
  method: 'post',
  path: '/syncs',
  operationId: 'startSync',
  tags: ['Syncs'],
  summary: 'Start a sync',
  description:
    'Of everybody, one at a time; or of one person, which waits for nobody. A dry run unless `persist` is true.',
  security,
  request: { body: body(startSchema) },
  responses: {
    202: { ...json(syncSchema, 'The sync, as it starts'), headers: location },
    ...problems('invalid_body', 'sync_running', 'source_missing', 'mapping_missing'),
  },
});
syncsRoom.openapi(start, async (c) => {
  const { persist, user: person } = c.req.valid('json');
  const trigger = person ? 'profile' : 'manual';
  const request = { trigger, persist, person, createdBy: c.var.actor.label } as const;
  return answerSync(c, await startSync(c.env, c.var.store.tenant, request), 202);
});

const list = createRoute({
  method: 'get',
  path: '/syncs',
  operationId: 'listSyncs',
  tags: ['Syncs'],
  summary: 'List syncs',
  description: 'Newest first.',
  security,
  request: { query: syncsQuery },
  responses: { 200: json(pageOf(syncSchema, 'SyncPage'), 'A page of syncs'), ...problems('invalid_query') },
});
syncsRoom.openapi(list, async (c) => {
  const query = c.req.valid('query');
  const { limit, cursor } = query;
  const found = await c.var.store.syncs.list(
    { limit: limit + 1, ...(cursor !== undefined && { before: cursor }) },
    {
      state: query.state,
      persisted: query.persisted,
      createdBy: query.created_by,
      trigger: query.trigger,
      atLeast: query.at_least,
      createdFrom: query.created_from,
      createdTo: query.created_to,
      finishedFrom: query.finished_from,
      finishedTo: query.finished_to,
    },
  );
  const { data, next_cursor } = page(
    found,
    limit,
    ({ id }) => id,
    (sync) => fullSync(c, sync),
  );
  return c.json({ data: await Promise.all(data), next_cursor }, 200);
});

const read = createRoute({
  method: 'get',
  path: '/syncs/{id}',
  operationId: 'getSync',
  tags: ['Syncs'],
  summary: 'Look at a sync',
  security,
  request: { params: idPath },
  responses: { 200: json(syncSchema, 'The sync'), ...problems() },
});
syncsRoom.openapi(read, async (c) => {
  const sync = await c.var.store.syncs.get(c.req.valid('param').id);
  return sync ? c.json(await fullSync(c, sync), 200) : problem(c, nothingHere('There is no such sync.'));
});
