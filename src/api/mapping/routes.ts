import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { type Fault, fault } from '../../domain/fault.ts';
import { SOURCE_KINDS, type SourceKind } from '../../domain/sync/words.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { saveMapping } from '../../syncs/mapping/save-mapping.ts';
import { bodyOf } from '../body.ts';
import { json, judgedBody, problems, room, security } from '../describe.ts';
import { invalidBody } from '../problem/invalid.ts';
import { nothingHere, problem } from '../problem/problem.ts';
import {
  aroundSchema,
  bareMapping,
  mappingBodySchema,
  savedMappingSchema,
  showMapping,
  sourceQuery,
} from './schema.ts';

/** `/mapping`: the mapping in force of a data source. */
export const mappingRoom = room();
mappingRoom.openAPIRegistry.register('Mapping', mappingBodySchema);

const noMapping = (source: string) => nothingHere(`“${source}” has no mapping yet.`);

/** The data source that a request names, or the enabled one. */
export async function namedSource(c: Context<TenantEnv>, named?: SourceKind): Promise<Result<SourceKind, Fault>> {
  const kind = named ?? (await c.var.store.dataSources.enabledPull())?.kind;
  const source = SOURCE_KINDS.find((known) => known === kind);
  return source ? ok(source) : fail(fault('source_missing', 'No data source is enabled. Name one: ?source=workday.'));
}

const read = createRoute({
  method: 'get',
  path: '/mapping',
  operationId: 'getMapping',
  tags: ['Mapping'],
  summary: 'The mapping in force',
  security,
  request: { query: sourceQuery },
  responses: { 200: json(savedMappingSchema, 'The mapping'), ...problems('invalid_query', 'source_missing') },
});
mappingRoom.openapi(read, async (c) => {
  const source = await namedSource(c, c.req.valid('query').source);
  if (!source.ok) return problem(c, source.fault);
  const current = await c.var.store.mappings.current(source.value);
  return current ? c.json(showMapping(current), 200) : problem(c, noMapping(source.value));
});

const save = createRoute({
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
  security,
  request: { query: sourceQuery, body: judgedBody(['Mapping']) },
  responses: {
    200: json(savedMappingSchema, 'The mapping, with its version'),
    ...problems(
      'invalid_body',
      'invalid_mapping',
      'invalid_expression',
      'version_conflict',
      'cases_changed',
      'source_missing',
    ),
  },
});
mappingRoom.openapi(save, async (c) => {
  const { store, actor } = c.var;
  const source = await namedSource(c, c.req.valid('query').source);
  if (!source.ok) return problem(c, source.fault);
  const around = aroundSchema.safeParse(await bodyOf(c));
  if (!around.success) return invalidBody(c, around.error);
  const { note = null, version = null, accept_cases: acceptCases } = around.data;
  const body = bareMapping(around.data);
  const request = { source: source.value, body, note, version, acceptCases };
  const saved = await saveMapping(c.env, store.tenant, request, actor.label);
  if (saved.ok) return c.json(showMapping(saved.value), 200);
  if (saved.fault.code !== 'version_conflict') return problem(c, saved.fault);
  const current = await store.mappings.current(source.value);
  return problem(c, saved.fault, { details: { current: current && showMapping(current), yours: body } });
});
