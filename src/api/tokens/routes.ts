import { createRoute, z } from '@hono/zod-openapi';
import { issueToken, revokeToken } from '../../auth/token.ts';
import { ROLES } from '../../store/admins.ts';
import type { ApiToken } from '../../store/api-tokens.ts';
import { body, json, problems, room, security } from '../describe.ts';
import { idInPath, iso, isoOrNull, moment, page, pageOf, pageQuery } from '../paging.ts';
import { nothingHere, problem } from '../problem/problem.ts';

/** `/tokens`: what programs open this API with. */
export const tokensRoom = room();

const tokenSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    role: z.enum(ROLES),
    created_by: z.string(),
    created_at: moment,
    revoked_at: moment.nullable(),
  })
  .openapi('Token');

const newTokenSchema = tokenSchema
  .extend({ token: z.string().openapi({ description: 'Shown this once; only its hash is kept.', example: 'rc_…' }) })
  .openapi('NewToken');

const showToken = ({ id, name, role, createdBy, createdAt, revokedAt }: ApiToken): z.infer<typeof tokenSchema> => ({
  id,
  name,
  role,
  created_by: createdBy,
  created_at: iso(createdAt),
  revoked_at: isoOrNull(revokedAt),
});

const list = createRoute({
  method: 'get',
  path: '/tokens',
  operationId: 'listTokens',
  tags: ['Tokens'],
  summary: 'List API tokens',
  description: 'Newest first, revoked ones too.',
  security,
  request: { query: pageQuery },
  responses: { 200: json(pageOf(tokenSchema, 'TokenPage'), 'A page of tokens'), ...problems('invalid_query') },
});
tokensRoom.openapi(list, async (c) => {
  const { limit, cursor = Number.POSITIVE_INFINITY } = c.req.valid('query');
  const rest = (await c.var.store.apiTokens.list()).filter(({ id }) => id < cursor);
  return c.json(
    page(rest, limit, ({ id }) => id, showToken),
    200,
  );
});

const make = createRoute({
  method: 'post',
  path: '/tokens',
  operationId: 'createToken',
  tags: ['Tokens'],
  summary: 'Make an API token',
  security,
  request: {
    body: body(
      z
        .strictObject({
          name: z.string().trim().min(1, 'Give the token a name.').max(80, 'Use at most 80 characters.'),
          role: z.enum(ROLES).default('admin').openapi({ description: 'A viewer reads users, and nothing else.' }),
        })
        .openapi('CreateToken', { example: { name: 'Nightly export', role: 'viewer' } }),
    ),
  },
  responses: { 201: json(newTokenSchema, 'The token, with its text'), ...problems('invalid_body') },
});
tokensRoom.openapi(make, async (c) => {
  const { text, token } = await issueToken(c.var.store, c.var.actor, c.req.valid('json'), Date.now());
  return c.json({ ...showToken(token), token: text }, 201);
});

const revoke = createRoute({
  method: 'delete',
  path: '/tokens/{id}',
  operationId: 'revokeToken',
  tags: ['Tokens'],
  summary: 'End an API token at once',
  security,
  request: { params: z.object({ id: idInPath }) },
  responses: { 204: { description: 'It has ended' }, ...problems() },
});
tokensRoom.openapi(revoke, async (c) => {
  const { store, actor } = c.var;
  const ended = await revokeToken(store, actor, c.req.valid('param').id, Date.now());
  return ended ? c.body(null, 204) : problem(c, nothingHere('There is no such token, or it had ended before.'));
});
