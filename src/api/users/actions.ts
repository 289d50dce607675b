import { z } from '@hono/zod-openapi';
import { startSync } from '../../app/syncs/start-sync.ts';
import { USER_ACTION_NAMES, USER_ACTIONS, type UserActionName } from '../../app/users/user-actions.ts';
import type { FaultCode } from '../../domain/shared/fault.ts';
import { idParams } from '../shared/fields.ts';
import { apiRoute, emptyBody, jsonBody, jsonResponse, locationHeader, newRoutes } from '../shared/openapi.ts';
import { sendProblem } from '../shared/problem.ts';
import { sendSync } from '../syncs/response.ts';
import { syncSchema } from '../syncs/schema.ts';
import { serializeUser, userSchema } from './schema.ts';

export const userActionRoutes = newRoutes();

const syncUserSchema = z
  .strictObject({
    persist: z.boolean().default(false).openapi({ description: 'Use received data to update this user.' }),
  })
  .openapi('SyncUser', { example: { persist: false } });

const sync = apiRoute({
  method: 'post',
  path: '/users/{id}/sync',
  operationId: 'syncUser',
  tags: ['Users', 'Syncs'],
  summary: 'Sync one person',
  request: { params: idParams, body: jsonBody(syncUserSchema) },
  responses: { 202: { ...jsonResponse(syncSchema, 'The sync, as it starts'), headers: locationHeader } },
  faults: ['invalid_body', 'source_missing', 'mapping_missing'],
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

const IDENTITY_FAULTS: readonly FaultCode[] = ['invalid_body', 'user_anonymised'];

const DESCRIPTIONS: Record<UserActionName, { summary: string; description?: string; faults: readonly FaultCode[] }> = {
  terminate: {
    summary: 'End a user’s access by hand',
    description: 'Syncs leave it so until the data source’s own state changes.',
    faults: ['invalid_body'],
  },
  restore: {
    summary: 'Give a user’s access back by hand',
    description: 'Syncs leave it so until the data source’s own state changes.',
    faults: IDENTITY_FAULTS,
  },
  protect: {
    summary: 'Keep a user from being terminated by any sync',
    description: 'Plans made before heed it too: such a termination is skipped as `protected`.',
    faults: IDENTITY_FAULTS,
  },
  unprotect: {
    summary: 'Let syncs terminate a user again',
    faults: IDENTITY_FAULTS,
  },
  hold: {
    summary: 'Put a user under legal hold',
    description: 'Personal data stays, whatever the deprovisioning delay says.',
    faults: IDENTITY_FAULTS,
  },
  release: {
    summary: 'Lift the legal hold of a user',
    description: 'Once the deprovisioning delay has passed, personal data is removed.',
    faults: IDENTITY_FAULTS,
  },
};

for (const name of USER_ACTION_NAMES) {
  const { summary, description = '', faults } = DESCRIPTIONS[name];
  const route = apiRoute({
    method: 'post',
    path: `/users/{id}/${name}`,
    operationId: `${name}User`,
    tags: ['Users'],
    summary,
    description: `${description} Coming twice is harmless.`.trim(),
    request: { params: idParams, body: emptyBody },
    responses: { 200: jsonResponse(userSchema, 'The user') },
    faults,
  });
  userActionRoutes.openapi(route, async (c) => {
    const user = await USER_ACTIONS[name](c.env, c.var.store.tenant, c.req.valid('param').id, c.var.actor.label);
    return user.ok ? c.json(serializeUser(user.value), 200) : sendProblem(c, user.fault);
  });
}
