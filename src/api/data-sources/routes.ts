import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  type ConfiguredSource,
  configureSource,
  readConfiguredSource,
  readConfiguredSources,
} from '../../app/data-sources/configure-source.ts';
import { testSource } from '../../app/data-sources/test-source.ts';
import { usableWrappers } from '../../app/data-sources/wrappers.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { PULL_SOURCES } from '../../sources/registry.ts';
import { readJsonBody } from '../shared/body.ts';
import { apiRoute, jsonResponse, newRoutes, referencedBody } from '../shared/openapi.ts';
import { pageQuery, pageSchema, paginateArray } from '../shared/paging.ts';
import { sendProblem } from '../shared/problem.ts';
import {
  DATA_SOURCE_EXAMPLES,
  dataSourceSchema,
  omitReadOnlyFields,
  serializeDataSource,
  serializeSourceTest,
  serializeWrapper,
  sourceTestSchema,
  wrapperSchema,
} from './schema.ts';

export const dataSourceRoutes = newRoutes();

const bodySchemaName = (kind: string): string => `DataSourceSettings-${kind}`;
for (const { kind, body } of PULL_SOURCES) dataSourceRoutes.openAPIRegistry.register(bodySchemaName(kind), body);

const settingsBody = referencedBody(
  PULL_SOURCES.map(({ kind }) => bodySchemaName(kind)),
  DATA_SOURCE_EXAMPLES,
);

const kindParams = z.object({
  kind: z.string().openapi({ description: PULL_SOURCES.map(({ kind }) => kind).join(' or '), example: 'workday' }),
});

const list = apiRoute({
  method: 'get',
  path: '/data-sources',
  operationId: 'listDataSources',
  tags: ['Data sources'],
  summary: 'List the data sources that are set up',
  request: { query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(dataSourceSchema, 'DataSourcePage'), 'Data sources') },
  faults: ['invalid_query'],
});
dataSourceRoutes.openapi(list, async (c) => {
  const sources = await readConfiguredSources(c.env, c.var.store.tenant);
  return c.json(paginateArray(sources, c.req.valid('query'), serializeDataSource), 200);
});

async function serializeWithWrapper(c: Context<TenantEnv>, source: ConfiguredSource) {
  if (source.kind !== 'custom') return serializeDataSource(source);
  const wrappers = await usableWrappers(c.env, c.var.store.tenant);
  const { wrapper } = z.object({ wrapper: z.string() }).parse(source.settings);
  const current = wrappers.find(({ name }) => name === wrapper);
  return serializeDataSource(source, {
    wrapper_version: current?.about?.version ?? null,
    wrappers: wrappers.map(({ name }) => name),
  });
}

const read = apiRoute({
  method: 'get',
  path: '/data-sources/{kind}',
  operationId: 'getDataSource',
  tags: ['Data sources'],
  summary: 'Look at a data source',
  request: { params: kindParams },
  responses: { 200: jsonResponse(dataSourceSchema, 'The data source, without its secrets') },
});
dataSourceRoutes.openapi(read, async (c) => {
  const source = await readConfiguredSource(c.env, c.var.store.tenant, c.req.valid('param').kind);
  return source.ok ? c.json(await serializeWithWrapper(c, source.value), 200) : sendProblem(c, source.fault);
});

const save = apiRoute({
  method: 'put',
  path: '/data-sources/{kind}',
  operationId: 'putDataSource',
  tags: ['Data sources'],
  summary: 'Set a data source up',
  description:
    'It replaces the settings. A secret that is left out or null stays as it is, unless it would go to a new place. ' +
    'Enabling one pull source turns the other off. The schedule then waits for a reviewed dry run. What GET gave may be ' +
    'sent back.',
  request: { params: kindParams, body: settingsBody },
  responses: { 200: jsonResponse(dataSourceSchema, 'The data source, without its secrets') },
  faults: ['invalid_body', 'invalid_settings', 'wrapper_missing', 'wrapper_failed'],
});
dataSourceRoutes.openapi(save, async (c) => {
  const { store, actor } = c.var;
  const body = omitReadOnlyFields(await readJsonBody(c));
  const source = await configureSource(c.env, store.tenant, c.req.valid('param').kind, body, actor.label);
  return source.ok ? c.json(await serializeWithWrapper(c, source.value), 200) : sendProblem(c, source.fault);
});

const test = apiRoute({
  method: 'post',
  path: '/data-sources/{kind}/test',
  operationId: 'testDataSource',
  tags: ['Data sources'],
  summary: 'Test a connection',
  description:
    'Takes the body of PUT, saves nothing of it and changes nobody. Authenticates and reads the first five records, by the ' +
    'same code as a sync. A secret that is left out is the stored one, under the same rule as in PUT. A data source that ' +
    'does not answer as it should is a result, not a problem: see `problem`.',
  request: { params: kindParams, body: settingsBody },
  responses: { 200: jsonResponse(sourceTestSchema, 'What was found') },
  faults: ['invalid_body', 'invalid_settings'],
});
dataSourceRoutes.openapi(test, async (c) => {
  const { store, actor } = c.var;
  const body = omitReadOnlyFields(await readJsonBody(c));
  const tested = await testSource(c.env, store.tenant, c.req.valid('param').kind, body, actor.label);
  return tested.ok ? c.json(serializeSourceTest(tested.value), 200) : sendProblem(c, tested.fault);
});

const listWrappers = apiRoute({
  method: 'get',
  path: '/data-sources/custom/wrappers',
  operationId: 'listWrappers',
  tags: ['Data sources'],
  summary: 'List the wrappers that a custom integration can use',
  request: { query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(wrapperSchema, 'WrapperPage'), 'Wrappers') },
  faults: ['invalid_query'],
});
dataSourceRoutes.openapi(listWrappers, async (c) => {
  const wrappers = await usableWrappers(c.env, c.var.store.tenant);
  return c.json(paginateArray(wrappers, c.req.valid('query'), serializeWrapper), 200);
});
