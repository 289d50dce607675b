import { applySync } from '../../app/syncs/apply-sync.ts';
import { startSync } from '../../app/syncs/start-sync.ts';
import { cancelSync, rejectSync } from '../../app/syncs/stop-sync.ts';
import { idParams } from '../shared/fields.ts';
import { apiRoute, emptyBody, jsonBody, jsonResponse, locationHeader, newRoutes } from '../shared/openapi.ts';
import { pageSchema, paginate } from '../shared/paging.ts';
import { notFoundFault, sendProblem } from '../shared/problem.ts';
import { sendSync, serializeWithProgress } from './response.ts';
import { approvalSchema, startSyncSchema, syncSchema, syncsQuery } from './schema.ts';

export const syncRoutes = newRoutes();

const start = apiRoute({
  method: 'post',
  path: '/syncs',
  operationId: 'startSync',
  tags: ['Syncs'],
  summary: 'Start a sync',
  description:
    'Of everybody, one at a time; or of one person, which waits for nobody. A dry run unless `persist` is true.',
  request: { body: jsonBody(startSyncSchema) },
  responses: { 202: { ...jsonResponse(syncSchema, 'The sync, as it starts'), headers: locationHeader } },
  faults: ['invalid_body', 'sync_running', 'source_missing', 'mapping_missing'],
});
syncRoutes.openapi(start, async (c) => {
  const { persist, user: person } = c.req.valid('json');
  const trigger = person ? 'profile' : 'manual';
  const request = { trigger, persist, person, createdBy: c.var.actor.label } as const;
  return sendSync(c, await startSync(c.env, c.var.store.tenant, request), 202);
});

const list = apiRoute({
  method: 'get',
  path: '/syncs',
  operationId: 'listSyncs',
  tags: ['Syncs'],
  summary: 'List syncs',
  description: 'Newest first.',
  request: { query: syncsQuery },
  responses: { 200: jsonResponse(pageSchema(syncSchema, 'SyncPage'), 'A page of syncs') },
  faults: ['invalid_query'],
});
syncRoutes.openapi(list, async (c) => {
  const query = c.req.valid('query');
  const { limit, cursor } = query;
  const found = await c.var.store.syncs.list(
    { limit: limit + 1, before: cursor },
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
  const { data, next_cursor } = paginate(found, limit, 'id', (sync) => serializeWithProgress(c, sync));
  return c.json({ data: await Promise.all(data), next_cursor }, 200);
});

const read = apiRoute({
  method: 'get',
  path: '/syncs/{id}',
  operationId: 'getSync',
  tags: ['Syncs'],
  summary: 'Look at a sync',
  request: { params: idParams },
  responses: { 200: jsonResponse(syncSchema, 'The sync') },
});
syncRoutes.openapi(read, async (c) => {
  const sync = await c.var.store.syncs.get(c.req.valid('param').id);
  return sync ? c.json(await serializeWithProgress(c, sync), 200) : sendProblem(c, notFoundFault({ what: 'sync' }));
});

const apply = apiRoute({
  method: 'post',
  path: '/syncs/{id}/apply',
  operationId: 'applySync',
  tags: ['Syncs'],
  summary: 'Approve a held sync, or apply a dry run',
  description:
    'A held sync goes on, and stays the same sync. A completed dry run is applied as it stands, by a new sync (`plan_of`). ' +
    'Only the plan of the newest complete snapshot, at most 24 hours old, can be applied. Without a body: everything.',
  request: { params: idParams, body: { content: { 'application/json': { schema: approvalSchema } } } },
  responses: { 202: { ...jsonResponse(syncSchema, 'The sync that runs now'), headers: locationHeader } },
  faults: ['invalid_body', 'plan_not_applicable', 'plan_superseded', 'sync_running'],
});
syncRoutes.openapi(apply, async (c) => {
  // The route skips its schema, and thus the defaults, when there is no body.
  const approval = approvalSchema.parse(c.req.valid('json'));
  const { id } = c.req.valid('param');
  return sendSync(c, await applySync(c.env, c.var.store.tenant, id, approval, c.var.actor.label), 202);
});

const reject = apiRoute({
  method: 'post',
  path: '/syncs/{id}/reject',
  operationId: 'rejectSync',
  tags: ['Syncs'],
  summary: 'Let go of what a held sync waits to do',
  request: { params: idParams, body: emptyBody },
  responses: { 200: jsonResponse(syncSchema, 'The sync, cancelled') },
  faults: ['invalid_body', 'sync_not_held'],
});
syncRoutes.openapi(reject, async (c) =>
  sendSync(c, await rejectSync(c.env, c.var.store.tenant, c.req.valid('param').id, c.var.actor.label), 200),
);

const cancel = apiRoute({
  method: 'post',
  path: '/syncs/{id}/cancel',
  operationId: 'cancelSync',
  tags: ['Syncs'],
  summary: 'Stop a running sync',
  description: 'It stops within one chunk; `reason` says how much was applied.',
  request: { params: idParams, body: emptyBody },
  responses: { 200: jsonResponse(syncSchema, 'The sync, cancelled') },
  faults: ['invalid_body', 'sync_not_running'],
});
syncRoutes.openapi(cancel, async (c) =>
  sendSync(c, await cancelSync(c.env, c.var.store.tenant, c.req.valid('param').id, c.var.actor.label), 200),
);
