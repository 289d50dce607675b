import { createRoute, z } from '@hono/zod-openapi';
import { startSync } from '../../syncs/start.ts';
import { holdUser } from '../../syncs/users/hold-user.ts';
import { overrideUser } from '../../syncs/users/override-user.ts';
import { protectUser } from '../../syncs/users/protect-user.ts';
import { body, json, location, nothing, problems, room, security } from '../describe.ts';
import { idPath } from '../paging.ts';
import { problem } from '../problem/problem.ts';
import { answerSync } from '../syncs/answer.ts';
import { syncSchema } from '../syncs/schema.ts';
import { showUser, userSchema } from './schema.ts';

/** `/users/{id}/…`: what an admin does with one person. */
export const userActsRoom = room();

const persist = z
  .strictObject({
    persist: z.boolean().default(false).openapi({ description: 'Use received data to update this user.' }),
  })
  .openapi('SyncUser', { example: { persist: false } });

const sync = createRoute({
  method: 'post',
  path: '/users/{id}/sync',
  operationId: 'syncUser',
  tags: ['Users', 'Syncs'],
  summary: 'Sync one person',
  security,
  request: { params: idPath, body: body(persist) },
  responses: {
    202: { ...json(syncSchema, 'The sync, as it starts'), headers: location },
    ...problems('invalid_body', 'source_missing', 'mapping_missing'),
  },
});
userActsRoom.openapi(sync, async (c) => {
  const person = { id: c.req.valid('param').id };
  const request = {
    trigger: 'profile',
    person,
    persist: c.req.valid('json').persist,
    createdBy: c.var.actor.label,
  } as const;
  return answerSync(c, await startSync(c.env, c.var.store.tenant, request), 202);
});

const terminate = createRoute({
  method: 'post',
  path: '/users/{id}/terminate',
  operationId: 'terminateUser',
  tags: ['Users'],
  summary: 'End a user’s access by hand',
  description: 'Syncs leave it so until the data source’s own state changes. Coming twice is harmless.',
  security,
  request: { params: idPath, body: nothing },
  responses: { 200: json(userSchema, 'The user'), ...problems('invalid_body') },
});
userActsRoom.openapi(terminate, async (c) => {
  const { store, actor } = c.var;
  const user = await overrideUser(c.env, store.tenant, c.req.valid('param').id, 'terminated', actor.label);
  return user.ok ? c.json(showUser(user.value), 200) : problem(c, user.fault);
});

const restore = createRoute({
  method: 'post',
  path: '/users/{id}/restore',
  operationId: 'restoreUser',
  tags: ['Users'],
  summary: 'Give a user’s access back by hand',
  description: 'Syncs leave it so until the data source’s own state changes. Coming twice is harmless.',
  security,
  request: { params: idPath, body: nothing },
  responses: { 200: json(userSchema, 'The user'), ...problems('invalid_body', 'user_anonymised') },
});
userActsRoom.openapi(restore, async (c) => {
  const { store, actor } = c.var;
  const user = await overrideUser(c.env, store.tenant, c.req.valid('param').id, 'restored', actor.label);
  return user.ok ? c.json(showUser(user.value), 200) : problem(c, user.fault);
});

/** What is so or not so about a user, with a call for each; a call that comes twice is harmless. */
const MARKS = [
  {
    act: 'protect',
    mark: protectUser,
    on: true,
    summary: 'Keep a user from being terminated by any sync',
    description: 'Plans made before heed it too: such a termination is skipped as `protected`.',
  },
  { act: 'unprotect', mark: protectUser, on: false, summary: 'Let syncs terminate a user again', description: '' },
  {
    act: 'hold',
    mark: holdUser,
    on: true,
    summary: 'Put a user under legal hold',
    description: 'Personal data stays, whatever the deprovisioning delay says.',
  },
  {
    act: 'release',
    mark: holdUser,
    on: false,
    summary: 'Lift the legal hold of a user',
    description: 'Once the deprovisioning delay has passed, personal data is removed.',
  },
] as const;

for (const { act, mark, on, summary, description } of MARKS) {
  const route = createRoute({
    method: 'post',
    path: `/users/{id}/${act}`,
    operationId: `${act}User`,
    tags: ['Users'],
    summary,
    description: `${description} Coming twice is harmless.`.trim(),
    security,
    request: { params: idPath, body: nothing },
    responses: { 200: json(userSchema, 'The user'), ...problems('invalid_body', 'user_anonymised') },
  });
  userActsRoom.openapi(route, async (c) => {
    const { store, actor } = c.var;
    const user = await mark(c.env, store.tenant, c.req.valid('param').id, on, actor.label);
    return user.ok ? c.json(showUser(user.value), 200) : problem(c, user.fault);
  });
}
