import { createRoute, z } from '@hono/zod-openapi';
import { restoreMapping } from '../../syncs/mapping/restore-mapping.ts';
import { body, json, problems, room, security } from '../describe.ts';
import { idInPath, page, pageOf } from '../paging.ts';
import { nothingHere, problem } from '../problem/problem.ts';
import { namedSource } from './routes.ts';
import { savedMappingSchema, showMapping, showVersion, sourceQuery, versionSchema, versionsQuery } from './schema.ts';

/** `/mapping/versions`: every version that was ever saved. */
export const mappingVersionsRoom = room();

const list = createRoute({
  method: 'get',
  path: '/mapping/versions',
  operationId: 'listMappingVersions',
  tags: ['Mapping'],
  summary: 'List the versions of a mapping',
  description: 'Newest first, without the mappings themselves.',
  security,
  request: { query: versionsQuery },
  responses: {
    200: json(pageOf(versionSchema, 'MappingVersionPage'), 'A page of versions'),
    ...problems('invalid_query', 'source_missing'),
  },
});
mappingVersionsRoom.openapi(list, async (c) => {
  const { limit, cursor, source: named } = c.req.valid('query');
  const source = await namedSource(c, named);
  if (!source.ok) return problem(c, source.fault);
  const found = await c.var.store.mappings.versions(source.value, limit + 1, cursor);
  return c.json(
    page(found, limit, ({ version }) => version, showVersion),
    200,
  );
});

const read = createRoute({
  method: 'get',
  path: '/mapping/versions/{version}',
  operationId: 'getMappingVersion',
  tags: ['Mapping'],
  summary: 'One version of a mapping',
  security,
  request: { params: z.object({ version: idInPath }), query: sourceQuery },
  responses: { 200: json(savedMappingSchema, 'The mapping'), ...problems('invalid_query', 'source_missing') },
});
mappingVersionsRoom.openapi(read, async (c) => {
  const source = await namedSource(c, c.req.valid('query').source);
  if (!source.ok) return problem(c, source.fault);
  const found = await c.var.store.mappings.version(source.value, c.req.valid('param').version);
  return found ? c.json(showMapping(found), 200) : problem(c, nothingHere('There is no such version.'));
});

const seen = z.strictObject({
  version: z
    .int()
    .min(0)
    .optional()
    .openapi({ description: 'The version in force that you saw: refused when another one is.' }),
  accept_cases: z
    .boolean()
    .default(false)
    .openapi({ description: 'Restore it although pinned people come out differently.' }),
});

const restore = createRoute({
  method: 'post',
  path: '/mapping/versions/{version}/restore',
  operationId: 'restoreMappingVersion',
  tags: ['Mapping'],
  summary: 'Put an earlier version in force again',
  description:
    'Saves its mapping as a new version. It is checked as any other: a value table that it names may be gone meanwhile. ' +
    'The schedule then waits for a reviewed dry run.',
  security,
  request: { params: z.object({ version: idInPath }), query: sourceQuery, body: body(seen) },
  responses: {
    200: json(savedMappingSchema, 'The new version'),
    ...problems(
      'invalid_body',
      'invalid_query',
      'invalid_mapping',
      'invalid_expression',
      'version_conflict',
      'cases_changed',
      'source_missing',
    ),
  },
});
mappingVersionsRoom.openapi(restore, async (c) => {
  const source = await namedSource(c, c.req.valid('query').source);
  if (!source.ok) return problem(c, source.fault);
  const request = {
    source: source.value,
    version: c.req.valid('param').version,
    seen: c.req.valid('json').version ?? null,
    acceptCases: c.req.valid('json').accept_cases,
  };
  const restored = await restoreMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
  return restored.ok ? c.json(showMapping(restored.value), 200) : problem(c, restored.fault);
});
