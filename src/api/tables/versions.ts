import { createRoute, z } from '@hono/zod-openapi';
import { json, problems, room, security } from '../describe.ts';
import { idInPath, page, pageOf, pageQuery } from '../paging.ts';
import { nothingHere, problem } from '../problem/problem.ts';
import { showTableVersion, tableVersionSchema } from './schema.ts';

/** `/tables/{name}/versions`: every version that was ever saved. */
export const tableVersionsRoom = room();

const named = z.object({ name: z.string().openapi({ example: 'departments' }) });

const list = createRoute({
  method: 'get',
  path: '/tables/{name}/versions',
  operationId: 'listTableVersions',
  tags: ['Value tables'],
  summary: 'List the versions of a value table',
  description: 'Newest first, without their rows. A removed table has its versions still.',
  security,
  request: { params: named, query: pageQuery },
  responses: {
    200: json(pageOf(tableVersionSchema, 'ValueTableVersionPage'), 'A page of versions'),
    ...problems('invalid_query'),
  },
});
tableVersionsRoom.openapi(list, async (c) => {
  const { limit, cursor } = c.req.valid('query');
  const found = await c.var.store.valueTables.versions(c.req.valid('param').name, limit + 1, cursor);
  return c.json(
    page(found, limit, ({ version }) => version, showTableVersion),
    200,
  );
});

const versionSchema = tableVersionSchema
  .extend({ entries: z.record(z.string(), z.string()).nullable().openapi({ description: 'Null: it was removed.' }) })
  .openapi('ValueTableVersionWithRows');

const read = createRoute({
  method: 'get',
  path: '/tables/{name}/versions/{version}',
  operationId: 'getTableVersion',
  tags: ['Value tables'],
  summary: 'One version of a value table',
  security,
  request: { params: named.extend({ version: idInPath }) },
  responses: { 200: json(versionSchema, 'The version'), ...problems() },
});
tableVersionsRoom.openapi(read, async (c) => {
  const { name, version } = c.req.valid('param');
  const found = await c.var.store.valueTables.version(name, version);
  if (!found) return problem(c, nothingHere('There is no such version.'));
  const { entries } = found;
  const size = entries && Object.keys(entries).length;
  return c.json({ ...showTableVersion({ ...found, size }), entries: entries && { ...entries } }, 200);
});
