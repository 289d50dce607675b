import { z } from '@hono/zod-openapi';
import { decideOrphans, readOrphans } from '../../app/users/decide-orphans.ts';
import { apiRoute, jsonBody, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageQuery, pageSchema, paginate } from '../shared/paging.ts';

export const orphanRoutes = newRoutes();

const MAX_USERS = 1000;

const orphanSchema = z
  .object({
    id: z.int(),
    full_name: z.string(),
    email: z.string(),
    employee_id: z.string().nullable(),
    owner_source: z.string().openapi({ description: 'The data source that they came from.' }),
    protected: z.boolean(),
  })
  .openapi('Orphan');

const list = apiRoute({
  method: 'get',
  path: '/orphans',
  operationId: 'listOrphans',
  tags: ['Data sources'],
  summary: 'List users left over from a data source that is off',
  description:
    'Active users whom the data source in use does not send. Nobody is listed before it has applied a full sync since it ' +
    'was turned on, or while all are off.',
  request: { query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(orphanSchema, 'OrphanPage'), 'Users') },
  faults: ['invalid_query'],
});
orphanRoutes.openapi(list, async (c) => {
  const { limit, cursor = 0 } = c.req.valid('query');
  const { list: users } = await readOrphans(c.var.store, cursor, limit + 1);
  return c.json(
    paginate(users, limit, 'id', (user) => user),
    200,
  );
});

const selectionSchema = z
  .union([
    z.strictObject({ users: z.array(z.int().min(1)).min(1).max(MAX_USERS) }),
    z.strictObject({ all: z.literal(true) }),
  ])
  .openapi('ChosenOrphans', { example: { users: [17, 23] } });

const resultSchema = z
  .object({
    decided: z.int().openapi({ description: 'Users decided about by this request.' }),
    left: z.int().openapi({ description: 'Users still listed: ask again while some of them can be decided about.' }),
  })
  .openapi('DecidedOrphans');

for (const decision of ['end', 'keep'] as const) {
  const route = apiRoute({
    method: 'post',
    path: `/orphans/${decision}`,
    operationId: `${decision}Orphans`,
    tags: ['Data sources'],
    summary: decision === 'end' ? 'End the access of users left over' : 'Keep users left over',
    description:
      decision === 'end'
        ? 'As if by hand on each. Protected users are spared and stay listed. Whoever is none of those listed is passed ' +
          'over; coming twice is harmless.'
        : 'They stay active, belong to no data source, and are not listed again. Coming twice is harmless.',
    request: { body: jsonBody(selectionSchema) },
    responses: { 200: jsonResponse(resultSchema, 'What was decided') },
    faults: ['invalid_body'],
  });
  orphanRoutes.openapi(route, async (c) => {
    const { store, actor } = c.var;
    const selection = c.req.valid('json');
    const users = 'users' in selection ? selection.users : 'all';
    return c.json(await decideOrphans(c.env, store.tenant, users, decision, actor.label), 200);
  });
}
