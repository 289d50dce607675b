import { z } from '@hono/zod-openapi';
import { issueToken, revokeToken } from '../../auth/token.ts';
import type { ApiToken } from '../../store/auth/reader.ts';
import { ADMIN_ROLES } from '../../store/auth/tables.ts';
import { idParam, iso, isoOrNull, timestamp } from '../shared/fields.ts';
import { apiRoute, jsonBody, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageQuery, pageSchema, paginate } from '../shared/paging.ts';
import { notFoundFault, sendProblem } from '../shared/problem.ts';

export const tokenRoutes = newRoutes();

const tokenSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    role: z.enum(ADMIN_ROLES),
    created_by: z.string(),
    created_at: timestamp,
    revoked_at: timestamp.nullable(),
  })
  .openapi('Token');

const newTokenSchema = tokenSchema
  .extend({ token: z.string().openapi({ description: 'Shown this once; only its hash is kept.', example: 'rc_…' }) })
  .openapi('NewToken');

const serializeToken = ({
  id,
  name,
  role,
  createdBy,
  createdAt,
  revokedAt,
}: ApiToken): z.infer<typeof tokenSchema> => ({
  id,
  name,
  role,
  created_by: createdBy,
  created_at: iso(createdAt),
  revoked_at: isoOrNull(revokedAt),
});

const list = apiRoute({
  method: 'get',
  path: '/tokens',
  operationId: 'listTokens',
  tags: ['Tokens'],
  summary: 'List API tokens',
  description: 'Newest first, revoked ones too.',
  request: { query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(tokenSchema, 'TokenPage'), 'A page of tokens') },
  faults: ['invalid_query'],
});
tokenRoutes.openapi(list, async (c) => {
  const { limit, cursor = Number.POSITIVE_INFINITY } = c.req.valid('query');
  const following = (await c.var.store.apiTokens.list()).filter(({ id }) => id < cursor);
  return c.json(paginate(following, limit, 'id', serializeToken), 200);
});

const create = apiRoute({
  method: 'post',
  path: '/tokens',
  operationId: 'createToken',
  tags: ['Tokens'],
  summary: 'Make an API token',
  request: {
    body: jsonBody(
      z
        .strictObject({
          name: z.string().trim().min(1, 'Give the token a name.').max(80, 'Use at most 80 characters.'),
          role: z
            .enum(ADMIN_ROLES)
            .default('admin')
            .openapi({ description: 'A viewer reads users, and nothing else.' }),
        })
        .openapi('CreateToken', { example: { name: 'Nightly export', role: 'viewer' } }),
    ),
  },
  responses: { 201: jsonResponse(newTokenSchema, 'The token, with its text') },
  faults: ['invalid_body'],
});
tokenRoutes.openapi(create, async (c) => {
  const { text, token } = await issueToken(c.env, c.var.store.tenant, c.var.actor, c.req.valid('json'), Date.now());
  return c.json({ ...serializeToken(token), token: text }, 201);
});

const revoke = apiRoute({
  method: 'delete',
  path: '/tokens/{id}',
  operationId: 'revokeToken',
  tags: ['Tokens'],
  summary: 'End an API token at once',
  request: { params: z.object({ id: idParam }) },
  responses: { 204: { description: 'It has ended' } },
});
tokenRoutes.openapi(revoke, async (c) => {
  const { store, actor } = c.var;
  const ended = await revokeToken(c.env, store.tenant, actor, c.req.valid('param').id, Date.now());
  return ended ? c.body(null, 204) : sendProblem(c, notFoundFault({ what: 'token' }));
});
