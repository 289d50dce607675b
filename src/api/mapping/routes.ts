import { z } from '@hono/zod-openapi';
import { previewMapping } from '../../app/mapping/preview-mapping.ts';
import { restoreMapping } from '../../app/mapping/restore-mapping.ts';
import { saveMapping } from '../../app/mapping/save-mapping.ts';
import { readJsonBody } from '../shared/body.ts';
import { idParam } from '../shared/fields.ts';
import { apiRoute, jsonBody, jsonResponse, locationHeader, newRoutes, referencedBody } from '../shared/openapi.ts';
import { pageSchema, paginate } from '../shared/paging.ts';
import { notFoundFault, sendInvalidBody, sendProblem } from '../shared/problem.ts';
import { sendSync } from '../syncs/response.ts';
import { syncSchema } from '../syncs/schema.ts';
import {
  mappingBodySchema,
  mappingEnvelopeSchema,
  mappingVersionSchema,
  mappingVersionsQuery,
  omitEnvelope,
  resolveSource,
  savedMappingSchema,
  serializeMapping,
  serializeMappingVersion,
  sourceQuery,
} from './schema.ts';

export const mappingRoutes = newRoutes();
mappingRoutes.openAPIRegistry.register('Mapping', mappingBodySchema);

const mappingNotFound = (source: string) => notFoundFault({ what: 'mapping_of_source', name: source });

const read = apiRoute({
  method: 'get',
  path: '/mapping',
  operationId: 'getMapping',
  tags: ['Mapping'],
  summary: 'The mapping in force',
  request: { query: sourceQuery },
  responses: { 200: jsonResponse(savedMappingSchema, 'The mapping') },
  faults: ['invalid_query', 'source_missing'],
});
mappingRoutes.openapi(read, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const current = await c.var.store.mappings.current(source.value);
  return current ? c.json(serializeMapping(current), 200) : sendProblem(c, mappingNotFound(source.value));
});

const save = apiRoute({
  method: 'put',
  path: '/mapping',
  operationId: 'putMapping',
  tags: ['Mapping'],
  summary: 'Save a new version of a mapping',
  description:
    'It replaces the whole mapping. Its custom attributes define those of the tenant. A data source may get its mapping ' +
    'before its settings. What GET gave may be sent back; with its `version`, a save of somebody else in between is ' +
    'refused as `version_conflict`, and `details` has both mappings: `current` and `yours`. Where it would make something else of ' +
    'a pinned person it is refused as `cases_changed`, unless `accept_cases` is true. The schedule then waits for ' +
    'a reviewed dry run.',
  request: { query: sourceQuery, body: referencedBody(['Mapping']) },
  responses: { 200: jsonResponse(savedMappingSchema, 'The mapping, with its version') },
  faults: [
    'invalid_body',
    'invalid_mapping',
    'invalid_expression',
    'version_conflict',
    'cases_changed',
    'source_missing',
  ],
});
mappingRoutes.openapi(save, async (c) => {
  const { store, actor } = c.var;
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const envelope = mappingEnvelopeSchema.safeParse(await readJsonBody(c));
  if (!envelope.success) return sendInvalidBody(c, envelope.error);
  const { note = null, version = null, accept_cases: acceptCases } = envelope.data;
  const body = omitEnvelope(envelope.data);
  const request = { source: source.value, body, note, baseVersion: version, acceptCases };
  const saved = await saveMapping(c.env, store.tenant, request, actor.label);
  if (saved.ok) return c.json(serializeMapping(saved.value), 200);
  if (saved.fault.code !== 'version_conflict') return sendProblem(c, saved.fault);
  const current = await store.mappings.current(source.value);
  return sendProblem(c, saved.fault, { details: { current: current && serializeMapping(current), yours: body } });
});

const preview = apiRoute({
  method: 'post',
  path: '/mapping/preview',
  operationId: 'previewMapping',
  tags: ['Mapping'],
  summary: 'See what a mapping would change, before saving it',
  description:
    'Tries the mapping on the last complete snapshot of everybody, and asks the data source for nothing. It is a dry run ' +
    'like any other, to be looked at by its records and `guards`, but it can never be applied: save the mapping, and run ' +
    'a sync. Who changed after that snapshot was fetched is skipped as `newer_data`.',
  request: { query: sourceQuery, body: referencedBody(['Mapping']) },
  responses: { 202: { ...jsonResponse(syncSchema, 'The preview, as it starts'), headers: locationHeader } },
  faults: [
    'invalid_body',
    'invalid_query',
    'invalid_mapping',
    'invalid_expression',
    'snapshot_missing',
    'sync_running',
    'source_missing',
  ],
});
mappingRoutes.openapi(preview, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const envelope = mappingEnvelopeSchema.safeParse(await readJsonBody(c));
  if (!envelope.success) return sendInvalidBody(c, envelope.error);
  const request = { source: source.value, body: omitEnvelope(envelope.data) };
  return sendSync(c, await previewMapping(c.env, c.var.store.tenant, request, c.var.actor.label), 202);
});

const listVersions = apiRoute({
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
mappingRoutes.openapi(listVersions, async (c) => {
  const { limit, cursor, source: requested } = c.req.valid('query');
  const source = await resolveSource(c, requested);
  if (!source.ok) return sendProblem(c, source.fault);
  const found = await c.var.store.mappings.versions(source.value, limit + 1, cursor);
  return c.json(paginate(found, limit, 'version', serializeMappingVersion), 200);
});

const readVersion = apiRoute({
  method: 'get',
  path: '/mapping/versions/{version}',
  operationId: 'getMappingVersion',
  tags: ['Mapping'],
  summary: 'One version of a mapping',
  request: { params: z.object({ version: idParam }), query: sourceQuery },
  responses: { 200: jsonResponse(savedMappingSchema, 'The mapping') },
  faults: ['invalid_query', 'source_missing'],
});
mappingRoutes.openapi(readVersion, async (c) => {
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
mappingRoutes.openapi(restore, async (c) => {
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
