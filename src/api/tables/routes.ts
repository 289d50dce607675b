import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { removeTable, saveTable, sourcesUsingTable } from '../../app/tables/save-table.ts';
import { findUnmappedValues } from '../../app/tables/unmapped-values.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { formatTableCsv, parseTableCsv } from '../../domain/mapping/table-csv.ts';
import { checkEntries, type TableEntries } from '../../domain/mapping/value-table.ts';
import type { Fault } from '../../domain/shared/fault.ts';
import { ok, type Result } from '../../lib/result.ts';
import { readJsonBody } from '../shared/body.ts';
import { idParam } from '../shared/fields.ts';
import { apiRoute, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageQuery, pageSchema, paginate } from '../shared/paging.ts';
import { notFoundFault, sendInvalidBody, sendProblem } from '../shared/problem.ts';
import { serializeTable, serializeTableVersion, tableBodySchema, tableSchema, tableVersionSchema } from './schema.ts';

export const tableRoutes = newRoutes();
tableRoutes.openAPIRegistry.register('ValueTableBody', tableBodySchema);

const CSV = 'text/csv';
const tableNotFound = notFoundFault({ what: 'table' });
const nameParams = z.object({ name: z.string().openapi({ example: 'departments' }) });
const csv = { schema: { type: 'string' as const, example: 'ENG,Engineering\nFIN,Finance\n' } };

const list = apiRoute({
  method: 'get',
  path: '/tables',
  operationId: 'listTables',
  tags: ['Value tables'],
  summary: 'List the value tables',
  description: 'All of them, by name, without their rows.',
  responses: { 200: jsonResponse(pageSchema(tableVersionSchema, 'ValueTablePage'), 'The tables') },
});
tableRoutes.openapi(list, async (c) => {
  const tables = await c.var.store.valueTables.list();
  return c.json({ data: tables.map(serializeTableVersion), next_cursor: null }, 200);
});

const read = apiRoute({
  method: 'get',
  path: '/tables/{name}',
  operationId: 'getTable',
  tags: ['Value tables'],
  summary: 'One value table',
  description: 'With `Accept: text/csv` its rows alone, as CSV with a header.',
  request: { params: nameParams },
  responses: {
    200: { description: 'The table', content: { 'application/json': { schema: tableSchema }, [CSV]: csv } },
  },
});
tableRoutes.openapi(read, async (c) => {
  const { store } = c.var;
  const table = await store.valueTables.newest(c.req.valid('param').name);
  if (!table?.entries) return sendProblem(c, tableNotFound);
  if (c.req.header('Accept')?.includes(CSV)) {
    return c.body(formatTableCsv(table.entries), 200, { 'Content-Type': `${CSV}; charset=utf-8` });
  }
  const { name, entries } = table;
  const [sources, unmapped] = await Promise.all([
    sourcesUsingTable(store, name),
    findUnmappedValues(store, name, entries),
  ]);
  return c.json(serializeTable({ ...table, entries }, sources, unmapped), 200);
});

const csvQuery = z.strictObject({
  header: z.enum(['true', 'false']).optional().openapi({ description: 'Of CSV: the first row is a header.' }),
  version: z.coerce.number().int().min(0).optional().openapi({ description: 'With CSV, as in the body of JSON.' }),
});

const save = apiRoute({
  method: 'put',
  path: '/tables/{name}',
  operationId: 'putTable',
  tags: ['Value tables'],
  summary: 'Save a new version of a value table',
  description:
    'It replaces all rows. Where the mapping in force names the table, the schedule then waits for a reviewed dry run. ' +
    'Also takes CSV of two columns, with or without a header.',
  request: {
    params: nameParams,
    query: csvQuery,
    body: {
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/ValueTableBody' } },
        [CSV]: csv,
      },
    },
  },
  responses: { 200: jsonResponse(tableVersionSchema, 'The version that was saved') },
  faults: ['invalid_body', 'invalid_query', 'invalid_table', 'version_conflict'],
});
tableRoutes.openapi(save, async (c) => {
  const { name } = c.req.valid('param');
  const body = await readTableBody(c, c.req.valid('query'));
  if (body instanceof Response) return body;
  if (!body.ok) return sendProblem(c, body.fault);
  const saved = await saveTable(c.env, c.var.store.tenant, { name, ...body.value }, c.var.actor.label);
  if (!saved.ok) return sendProblem(c, saved.fault);
  return c.json(serializeTableVersion({ ...saved.value, size: Object.keys(body.value.entries).length }), 200);
});

interface TableBody {
  entries: TableEntries;
  baseVersion: number | null;
}

/** @returns faults of its rows; a response when the JSON has another shape */
async function readTableBody(
  c: Context<TenantEnv>,
  query: z.infer<typeof csvQuery>,
): Promise<Result<TableBody, Fault> | Response> {
  if (c.req.header('Content-Type')?.startsWith(CSV)) {
    const table = parseTableCsv(new Uint8Array(await c.req.arrayBuffer()), { header: query.header === 'true' });
    return table.ok ? ok({ entries: table.value.entries, baseVersion: query.version ?? null }) : table;
  }
  const body = tableBodySchema.safeParse(await readJsonBody(c));
  if (!body.success) return sendInvalidBody(c, body.error);
  const entries = checkEntries(body.data.entries);
  return entries.ok ? ok({ entries: entries.value, baseVersion: body.data.version ?? null }) : entries;
}

const remove = apiRoute({
  method: 'delete',
  path: '/tables/{name}',
  operationId: 'deleteTable',
  tags: ['Value tables'],
  summary: 'Remove a value table',
  description: 'Refused while a mapping in force names it. Its versions stay, for the syncs that used them.',
  request: { params: nameParams },
  responses: { 204: { description: 'It is removed' } },
  faults: ['table_in_use', 'version_conflict'],
});
tableRoutes.openapi(remove, async (c) => {
  const removed = await removeTable(c.env, c.var.store.tenant, c.req.valid('param').name, c.var.actor.label);
  return removed.ok ? c.body(null, 204) : sendProblem(c, removed.fault);
});

const listVersions = apiRoute({
  method: 'get',
  path: '/tables/{name}/versions',
  operationId: 'listTableVersions',
  tags: ['Value tables'],
  summary: 'List the versions of a value table',
  description: 'Newest first, without their rows. A removed table has its versions still.',
  request: { params: nameParams, query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(tableVersionSchema, 'ValueTableVersionPage'), 'A page of versions') },
  faults: ['invalid_query'],
});
tableRoutes.openapi(listVersions, async (c) => {
  const { limit, cursor } = c.req.valid('query');
  const found = await c.var.store.valueTables.versions(c.req.valid('param').name, limit + 1, cursor);
  return c.json(paginate(found, limit, 'version', serializeTableVersion), 200);
});

const versionSchema = tableVersionSchema
  .extend({ entries: z.record(z.string(), z.string()).nullable().openapi({ description: 'Null: it was removed.' }) })
  .openapi('ValueTableVersionWithRows');

const readVersion = apiRoute({
  method: 'get',
  path: '/tables/{name}/versions/{version}',
  operationId: 'getTableVersion',
  tags: ['Value tables'],
  summary: 'One version of a value table',
  request: { params: nameParams.extend({ version: idParam }) },
  responses: { 200: jsonResponse(versionSchema, 'The version') },
});
tableRoutes.openapi(readVersion, async (c) => {
  const { name, version } = c.req.valid('param');
  const found = await c.var.store.valueTables.version(name, version);
  if (!found) return sendProblem(c, notFoundFault({ what: 'version' }));
  const { entries } = found;
  const size = entries && Object.keys(entries).length;
  return c.json({ ...serializeTableVersion({ ...found, size }), entries: entries && { ...entries } }, 200);
});
