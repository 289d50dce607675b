import { createRoute, z } from '@hono/zod-openapi';
import { startSync } from '../../app/syncs/start-sync.ts';
import { holdUser, overrideUser, protectUser } from '../../app/users/overrides.ts';
import {
  emptyBody,
  jsonBody,
  jsonResponse,
  locationHeader,
  newRoutes,
  problemResponses,
  security,
} from '../shared/openapi.ts';
import { idParams } from '../shared/paging.ts';
import { sendProblem } from '../shared/problem.ts';
import { sendSync } from '../syncs/response.ts';
import { syncSchema } from '../syncs/schema.ts';
import { serializeUser, userSchema } from './schema.ts';

/** `/users/{id}/…`: what an admin does with one person. */
export const userActionRoutes = newRoutes();

const syncUserSchema = z
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
  request: { params: idParams, body: jsonBody(syncUserSchema) },
  responses: {
    202: { ...jsonResponse(syncSchema, 'The sync, as it starts'), headers: locationHeader },
    ...problemResponses('invalid_body', 'source_missing', 'mapping_missing'),
  },
});
userActionRoutes.openapi(sync, async (c) => {
  const person = { id: c.req.valid('param').id };
  const request = {
    trigger: 'profile',
    person,
    persist: c.req.valid('json').persist,
    createdBy: c.var.actor.label,
  } as const;
  return sendSync(c, await startSync(c.env, c.var.store.tenant, request), 202);
});

const terminate = createRoute({
  method: 'post',
  path: '/users/{id}/terminate',
  operationId: 'terminateUser',
  tags: ['Users'],
  summary: 'End a user’s access by hand',
  description: 'Syncs leave it so until the data source’s own state changes. Coming twice is harmless.',
  security,
  request: { params: idParams, body: emptyBody },
  responses: { 200: jsonResponse(userSchema, 'The user'), ...problemResponses('invalid_body') },
});
userActionRoutes.openapi(terminate, async (c) => {
  const { store, actor } = c.var;
  const user = await overrideUser(c.env, store.tenant, c.req.valid('param').id, 'terminated', actor.label);
  return user.ok ? c.json(serializeUser(user.value), 200) : sendProblem(c, user.fault);
});

const restore = createRoute({
  method: 'post',
  path: '/users/{id}/restore',
  operationId: 'restoreUser',
  tags: ['Users'],
  summary: 'Give a user’s access back by hand',
  description: 'Syncs leave it so until the data source’s own state changes. Coming twice is harmless.',
  security,
  request: { params: idParams, body: emptyBody },
  responses: { 200: jsonResponse(userSchema, 'The user'), ...problemResponses('invalid_body', 'user_anonymised') },
});
userActionRoutes.openapi(restore, async (c) => {
  const { store, actor } = c.var;
  const user = await overrideUser(c.env, store.tenant, c.req.valid('param').id, 'restored', actor.label);
  return user.ok ? c.json(serializeUser(user.value), 200) : sendProblem(c, user.fault);
});

/** What is so or not so about a user, with a call for each; a call that comes twice is harmless. */
const FLAG_ACTIONS = [
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

for (const { act, mark, on, summary, description } of FLAG_ACTIONS) {
  const route = createRoute({
    method: 'post',
    path: `/users/{id}/${act}`,
    operationId: `${act}User`,
    tags: ['Users'],
    summary,
    description: `${description} Coming twice is harmless.`.trim(),
    security,
    request: { params: idParams, body: emptyBody },
    responses: { 200: jsonResponse(userSchema, 'The user'), ...problemResponses('invalid_body', 'user_anonymised') },
  });
  userActionRoutes.openapi(route, async (c) => {
    const { store, actor } = c.var;
    const user = await mark(c.env, store.tenant, c.req.valid('param').id, on, actor.label);
    return user.ok ? c.json(serializeUser(user.value), 200) : sendProblem(c, user.fault);
  });
}
