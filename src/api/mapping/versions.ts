import { z } from '@hono/zod-openapi';
import { restoreMapping } from '../../app/mapping/restore-mapping.ts';
import { idParam } from '../shared/fields.ts';
import { apiRoute, jsonBody, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageSchema, paginate } from '../shared/paging.ts';
import { notFoundFault, sendProblem } from '../shared/problem.ts';
import { mappingVersionsQuery, resolveSource, sourceQuery } from './request.ts';
import { mappingVersionSchema, savedMappingSchema, serializeMapping, serializeMappingVersion } from './schema.ts';

/** `/mapping/versions`: every version that was ever saved. */
export const mappingVersionRoutes = newRoutes();

const list = apiRoute({
  method: 'get',
  path: '/mapping/versions',
  operationId: 'listMappingVersions',
  tags: ['Mapping'],
  summary: 'List the versions of a mapping',
  description: 'Newest first, without the mappings themselves.',
  request: { query: mappingVersionsQuery },
  responses: { 200: jsonResponse(pageSchema(mappingVersionSchema, 'MappingVersionPage'), 'A page of versions') },
  faults: ['invalid_query', 'source_missing'],
});
mappingVersionRoutes.openapi(list, async (c) => {
  const { limit, cursor, source: named } = c.req.valid('query');
  const source = await resolveSource(c, named);
  if (!source.ok) return sendProblem(c, source.fault);
  const found = await c.var.store.mappings.versions(source.value, limit + 1, cursor);
  return c.json(
    paginate(found, limit, ({ version }) => version, serializeMappingVersion),
    200,
  );
});

const read = apiRoute({
  method: 'get',
  path: '/mapping/versions/{version}',
  operationId: 'getMappingVersion',
  tags: ['Mapping'],
  summary: 'One version of a mapping',
  request: { params: z.object({ version: idParam }), query: sourceQuery },
  responses: { 200: jsonResponse(savedMappingSchema, 'The mapping') },
  faults: ['invalid_query', 'source_missing'],
});
mappingVersionRoutes.openapi(read, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const found = await c.var.store.mappings.version(source.value, c.req.valid('param').version);
  return found ? c.json(serializeMapping(found), 200) : sendProblem(c, notFoundFault({ what: 'version' }));
});

const restoreSchema = z.strictObject({
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

const restore = apiRoute({
  method: 'post',
  path: '/mapping/versions/{version}/restore',
  operationId: 'restoreMappingVersion',
  tags: ['Mapping'],
  summary: 'Put an earlier version in force again',
  description:
    'Saves its mapping as a new version. It is checked as any other: a value table that it names may be gone meanwhile. ' +
    'The schedule then waits for a reviewed dry run.',
  request: { params: z.object({ version: idParam }), query: sourceQuery, body: jsonBody(restoreSchema) },
  responses: { 200: jsonResponse(savedMappingSchema, 'The new version') },
  faults: [
    'invalid_body',
    'invalid_query',
    'invalid_mapping',
    'invalid_expression',
    'version_conflict',
    'cases_changed',
    'source_missing',
  ],
});
mappingVersionRoutes.openapi(restore, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const request = {
    source: source.value,
    version: c.req.valid('param').version,
    baseVersion: c.req.valid('json').version ?? null,
    acceptCases: c.req.valid('json').accept_cases,
  };
  const restored = await restoreMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
  return restored.ok ? c.json(serializeMapping(restored.value), 200) : sendProblem(c, restored.fault);
});
