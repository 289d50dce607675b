import { createRoute } from '@hono/zod-openapi';
import { applySync, cancelSync, rejectSync } from '../../syncs/act.ts';
import { json, location, nothing, problems, room, security } from '../describe.ts';
import { idPath } from '../paging.ts';
import { answerSync } from './answer.ts';
import { approvalSchema, syncSchema } from './schema.ts';

/** `/syncs/{id}/…`: what an admin does with a sync. */
export const syncActsRoom = room();

const apply = createRoute({
  method: 'post',
  path: '/syncs/{id}/apply',
  operationId: 'applySync',
  tags: ['Syncs'],
  summary: 'Approve a held sync, or apply a dry run',
  description:
    'A held sync goes on, and stays the same sync. A completed dry run is applied as it stands, by a new sync (`plan_of`). ' +
    'Only the plan of the newest complete snapshot, at most 24 hours old, can be applied. Without a body: everything.',
  security,
  request: { params: idPath, body: { content: { 'application/json': { schema: approvalSchema } } } },
  responses: {
    202: { ...json(syncSchema, 'The sync that runs now'), headers: location },
    ...problems('invalid_body', 'plan_not_applicable', 'plan_superseded', 'sync_running'),
  },
});
syncActsRoom.openapi(apply, async (c) => {
  // Without a body there was nothing to parse, and no defaults were filled in.
  const approval = approvalSchema.parse(c.req.valid('json'));
  const { id } = c.req.valid('param');
  return answerSync(c, await applySync(c.env, c.var.store.tenant, id, approval, c.var.actor.label), 202);
});

const reject = createRoute({
  method: 'post',
  path: '/syncs/{id}/reject',
  operationId: 'rejectSync',
  tags: ['Syncs'],
  summary: 'Let go of what a held sync waits to do',
  security,
  request: { params: idPath, body: nothing },
  responses: { 200: json(syncSchema, 'The sync, cancelled'), ...problems('invalid_body', 'sync_not_held') },
});
syncActsRoom.openapi(reject, async (c) =>
  answerSync(c, await rejectSync(c.env, c.var.store.tenant, c.req.valid('param').id, c.var.actor.label), 200),
);

const cancel = createRoute({
  method: 'post',
  path: '/syncs/{id}/cancel',
  operationId: 'cancelSync',
  tags: ['Syncs'],
  summary: 'Stop a running sync',
  description: 'It stops within one chunk; `reason` says how much was applied.',
  security,
  request: { params: idPath, body: nothing },
  responses: { 200: json(syncSchema, 'The sync, cancelled'), ...problems('invalid_body', 'sync_not_running') },
});
syncActsRoom.openapi(cancel, async (c) =>
  answerSync(c, await cancelSync(c.env, c.var.store.tenant, c.req.valid('param').id, c.var.actor.label), 200),
);
