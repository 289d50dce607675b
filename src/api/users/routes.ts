import { z } from '@hono/zod-openapi';
import { readUserFilter } from '../../app/filters/read-user-filter.ts';
import { exportUsers } from '../../app/users/export-users.ts';
import { recordSchema, serializeRecord } from '../records/schema.ts';
import { idParams } from '../shared/fields.ts';
import { apiRoute, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageQuery, pageSchema, paginate } from '../shared/paging.ts';
import { notFoundFault, sendProblem } from '../shared/problem.ts';
import { exportQuery, serializeUser, userFilterParams, userProfileSchema, userSchema, usersQuery } from './schema.ts';

export const userRoutes = newRoutes();

const userNotFound = notFoundFault({ what: 'user' });

const list = apiRoute({
  method: 'get',
  path: '/users',
  operationId: 'listUsers',
  tags: ['Users'],
  summary: 'List users',
  description: 'In the order in which they were made. A viewer may read this.',
  request: { query: usersQuery },
  responses: { 200: jsonResponse(pageSchema(userSchema, 'UserPage'), 'A page of users') },
  faults: ['invalid_query', 'invalid_filter'],
});
userRoutes.openapi(list, async (c) => {
  const { limit, cursor, ...query } = c.req.valid('query');
  const filter = await readUserFilter(c.var.store, userFilterParams(query));
  if (!filter.ok) return sendProblem(c, filter.fault);
  const found = await c.var.store.users.list({ limit: limit + 1, after: cursor }, filter.value);
  return c.json(paginate(found, limit, 'id', serializeUser), 200);
});

const csv = apiRoute({
  method: 'get',
  path: '/users.csv',
  operationId: 'exportUsers',
  tags: ['Users'],
  summary: 'Export users as CSV',
  description: [
    'One row a user in the order in which they were made, with a header: standard attributes, then the tenant’s own, then',
    'Role and State, without the attributes that the settings leave out. UTF-8 with a byte order mark, CRLF, lists parted',
    'by `; `. What a spreadsheet would compute stands behind an apostrophe. A viewer may read this; it is written down.',
  ].join(' '),
  request: { query: exportQuery },
  responses: { 200: { description: 'The users', content: { 'text/csv': { schema: z.string() } } } },
  faults: ['invalid_query', 'invalid_filter'],
});
userRoutes.openapi(csv, async (c) => {
  const { store, actor } = c.var;
  const filter = await readUserFilter(store, userFilterParams(c.req.valid('query')));
  if (!filter.ok) return sendProblem(c, filter.fault);
  const { name, body } = await exportUsers(c.env, store.tenant, filter.value, actor.label);
  return c.body(body, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  });
});

const read = apiRoute({
  method: 'get',
  path: '/users/{id}',
  operationId: 'getUser',
  tags: ['Users'],
  summary: 'Look at a user',
  description: 'A viewer may read this.',
  request: { params: idParams },
  responses: { 200: jsonResponse(userProfileSchema, 'The user') },
});
userRoutes.openapi(read, async (c) => {
  const { users } = c.var.store;
  const user = await users.get(c.req.valid('param').id);
  if (!user) return sendProblem(c, userNotFound);
  const named = user.attributes.manager;
  const manager = typeof named === 'string' ? await users.findManager(named) : null;
  return c.json({ ...serializeUser(user), manager }, 200);
});

const history = apiRoute({
  method: 'get',
  path: '/users/{id}/records',
  operationId: 'listUserRecords',
  tags: ['Users', 'User records'],
  summary: 'List what every sync did with one person',
  description: 'Newest sync first.',
  request: { params: idParams, query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(recordSchema, 'UserRecordPage'), 'A page of records') },
  faults: ['invalid_query'],
});
userRoutes.openapi(history, async (c) => {
  const { store } = c.var;
  const { id } = c.req.valid('param');
  const { limit, cursor } = c.req.valid('query');
  if (!(await store.users.get(id))) return sendProblem(c, userNotFound);
  const found = await store.records.listPlaces(id, { limit: limit + 1, before: cursor });
  const places = paginate(found, limit, 'syncId', async ({ syncId, ordinals }) => {
    const sync = await store.syncs.get(syncId);
    return sync ? store.records.list(sync, { limit: ordinals.length }, { userId: id }) : [];
  });
  const records = await Promise.all(places.data);
  return c.json({ data: records.flat().map(serializeRecord), next_cursor: places.next_cursor }, 200);
});
