import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { PULL_SOURCES } from '../../sources/registry.ts';
import {
  type ConfiguredSource,
  configuredSource,
  configuredSources,
  configureSource,
} from '../../syncs/sources/configure-source.ts';
import { testSource } from '../../syncs/sources/test-source.ts';
import { wrappersFor } from '../../syncs/sources/wrappers.ts';
import { bodyOf } from '../body.ts';
import { json, judgedBody, problems, room, security } from '../describe.ts';
import { pageOf, pageOfAll, pageQuery } from '../paging.ts';
import { problem } from '../problem/problem.ts';
import { EXAMPLES } from './examples.ts';
import { dataSourceSchema, showSource, withoutAbout } from './schema.ts';
import { showTest, sourceTestSchema } from './test-schema.ts';

/** `/data-sources`: where people come from. */
export const dataSourcesRoom = room();

const nameOf = (kind: string): string => `DataSourceSettings-${kind}`;
for (const { kind, body } of PULL_SOURCES) dataSourcesRoom.openAPIRegistry.register(nameOf(kind), body);

const kindPath = z.object({
  kind: z.string().openapi({ description: PULL_SOURCES.map(({ kind }) => kind).join(' or '), example: 'workday' }),
});

const list = createRoute({
  method: 'get',
  path: '/data-sources',
  operationId: 'listDataSources',
  tags: ['Data sources'],
  summary: 'List the data sources that are set up',
  security,
  request: { query: pageQuery },
  responses: { 200: json(pageOf(dataSourceSchema, 'DataSourcePage'), 'Data sources'), ...problems('invalid_query') },
});
dataSourcesRoom.openapi(list, async (c) => {
  return c.json(pageOfAll(await configuredSources(c.env, c.var.store.tenant), c.req.valid('query'), showSource), 200);
});

/** The data source, with what is said of the code behind a custom one. */
async function withCode(c: Context<TenantEnv>, source: ConfiguredSource) {
  if (source.kind !== 'custom') return showSource(source);
  const wrappers = await wrappersFor(c.env, c.var.store.tenant);
  const { wrapper } = z.object({ wrapper: z.string() }).parse(source.settings);
  const runs = wrappers.find(({ name }) => name === wrapper);
  return showSource(source, {
    wrapper_version: runs?.about?.version ?? null,
    wrappers: wrappers.map(({ name }) => name),
  });
}

const read = createRoute({
  method: 'get',
  path: '/data-sources/{kind}',
  operationId: 'getDataSource',
  tags: ['Data sources'],
  summary: 'Look at a data source',
  security,
  request: { params: kindPath },
  responses: { 200: json(dataSourceSchema, 'The data source, without its secrets'), ...problems() },
});
dataSourcesRoom.openapi(read, async (c) => {
  const source = await configuredSource(c.env, c.var.store.tenant, c.req.valid('param').kind);
  return source.ok ? c.json(await withCode(c, source.value), 200) : problem(c, source.fault);
});

const save = createRoute({
  method: 'put',
  path: '/data-sources/{kind}',
  operationId: 'putDataSource',
  tags: ['Data sources'],
  summary: 'Set a data source up',
  description:
    'It replaces the settings. A secret that is left out or null stays as it is, unless it would go to a new place. ' +
    'Enabling one pull source turns the other off. The schedule then waits for a reviewed dry run. What GET gave may be ' +
    'sent back.',
  security,
  request: {
    params: kindPath,
    body: judgedBody(
      PULL_SOURCES.map(({ kind }) => nameOf(kind)),
      EXAMPLES,
    ),
  },
  responses: {
    200: json(dataSourceSchema, 'The data source, without its secrets'),
    ...problems('invalid_body', 'invalid_settings', 'wrapper_missing', 'wrapper_failed'),
  },
});
dataSourcesRoom.openapi(save, async (c) => {
  const { store, actor } = c.var;
  const body = withoutAbout(await bodyOf(c));
  const source = await configureSource(c.env, store.tenant, c.req.valid('param').kind, body, actor.label);
  return source.ok ? c.json(await withCode(c, source.value), 200) : problem(c, source.fault);
});

const test = createRoute({
  method: 'post',
  path: '/data-sources/{kind}/test',
  operationId: 'testDataSource',
  tags: ['Data sources'],
  summary: 'Test a connection',
  description:
    'Takes the body of PUT, saves nothing of it and changes nobody. Authenticates and reads the first five records, by the ' +
    'same code as a sync. A secret that is left out is the stored one, under the same rule as in PUT. A data source that ' +
    'does not answer as it should is a result, not a problem: see `problem`.',
  security,
  request: {
    params: kindPath,
    body: judgedBody(
      PULL_SOURCES.map(({ kind }) => nameOf(kind)),
      EXAMPLES,
    ),
  },
  responses: {
    200: json(sourceTestSchema, 'What was found'),
    ...problems('invalid_body', 'invalid_settings'),
  },
});
dataSourcesRoom.openapi(test, async (c) => {
  const { store, actor } = c.var;
  const body = withoutAbout(await bodyOf(c));
  const tested = await testSource(c.env, store.tenant, c.req.valid('param').kind, body, actor.label);
  return tested.ok ? c.json(showTest(tested.value), 200) : problem(c, tested.fault);
});
