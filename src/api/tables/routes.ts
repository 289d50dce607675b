import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import type { Fault } from '../../domain/fault.ts';
import { readTableCsv, writeTableCsv } from '../../domain/mapping/table-csv.ts';
import { checkEntries, type Entries } from '../../domain/mapping/value-table.ts';
import { ok, type Result } from '../../lib/result.ts';
import { removeTable, saveTable, sourcesNaming } from '../../syncs/mapping/save-table.ts';
import { unmappedIn } from '../../syncs/mapping/unmapped-in.ts';
import { bodyOf } from '../body.ts';
import { json, problems, room, security } from '../describe.ts';
import { pageOf } from '../paging.ts';
import { invalidBody } from '../problem/invalid.ts';
import { nothingHere, problem } from '../problem/problem.ts';
import { showTable, showTableVersion, tableBodySchema, tableSchema, tableVersionSchema } from './schema.ts';

/** `/tables`: value tables for `lookup()`. */
export const tablesRoom = room();
tablesRoom.openAPIRegistry.register('ValueTableBody', tableBodySchema);

const CSV = 'text/csv';
const noTable = nothingHere('There is no such table.');
const named = z.object({ name: z.string().openapi({ example: 'departments' }) });
const csv = { schema: { type: 'string' as const, example: 'ENG,Engineering\nFIN,Finance\n' } };

const list = createRoute({
  method: 'get',
  path: '/tables',
  operationId: 'listTables',
  tags: ['Value tables'],
  summary: 'List the value tables',
  description: 'All of them, by name, without their rows.',
  security,
  responses: { 200: json(pageOf(tableVersionSchema, 'ValueTablePage'), 'The tables'), ...problems() },
});
tablesRoom.openapi(list, async (c) => {
  const tables = await c.var.store.valueTables.list();
  return c.json({ data: tables.map(showTableVersion), next_cursor: null }, 200);
});

const read = createRoute({
  method: 'get',
  path: '/tables/{name}',
  operationId: 'getTable',
  tags: ['Value tables'],
  summary: 'One value table',
  description: 'With `Accept: text/csv` its rows alone, as CSV with a header.',
  security,
  request: { params: named },
  responses: {
    200: { description: 'The table', content: { 'application/json': { schema: tableSchema }, [CSV]: csv } },
    ...problems(),
  },
});
tablesRoom.openapi(read, async (c) => {
  const { store } = c.var;
  const table = await store.valueTables.newest(c.req.valid('param').name);
  if (!table?.entries) return problem(c, noTable);
  if (c.req.header('Accept')?.includes(CSV)) {
    return c.body(writeTableCsv(table.entries), 200, { 'Content-Type': `${CSV}; charset=utf-8` });
  }
  const { name, entries } = table;
  const [sources, unmapped] = await Promise.all([sourcesNaming(store, name), unmappedIn(store, name, entries)]);
  return c.json(showTable({ ...table, entries }, sources, unmapped), 200);
});

const aroundCsv = z.strictObject({
  header: z.enum(['true', 'false']).optional().openapi({ description: 'Of CSV: the first row is a header.' }),
  version: z.coerce.number().int().min(0).optional().openapi({ description: 'With CSV, as in the body of JSON.' }),
});

const save = createRoute({
  method: 'put',
  path: '/tables/{name}',
  operationId: 'putTable',
  tags: ['Value tables'],
  summary: 'Save a new version of a value table',
  description:
    'It replaces all rows. Where the mapping in force names the table, the schedule then waits for a reviewed dry run. ' +
    'Also takes CSV of two columns, with or without a header.',
  security,
  request: {
    params: named,
    query: aroundCsv,
    body: {
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/ValueTableBody' } },
        [CSV]: csv,
      },
    },
  },
  responses: {
    200: json(tableVersionSchema, 'The version that was saved'),
    ...problems('invalid_body', 'invalid_query', 'invalid_table', 'version_conflict'),
  },
});
tablesRoom.openapi(save, async (c) => {
  const { name } = c.req.valid('param');
  const given = await givenTable(c, c.req.valid('query'));
  if (given instanceof Response) return given;
  if (!given.entries.ok) return problem(c, given.entries.fault);
  const request = { name, entries: given.entries.value, version: given.version };
  const saved = await saveTable(c.env, c.var.store.tenant, request, c.var.actor.label);
  if (!saved.ok) return problem(c, saved.fault);
  return c.json(showTableVersion({ ...saved.value, size: Object.keys(request.entries).length }), 200);
});

interface GivenTable {
  entries: Result<Entries, Fault>;
  version: number | null;
}

/** The rows of a request in either form, or the answer that refuses it. */
async function givenTable(c: Context<TenantEnv>, query: z.infer<typeof aroundCsv>): Promise<GivenTable | Response> {
  if (c.req.header('Content-Type')?.startsWith(CSV)) {
    const table = readTableCsv(new Uint8Array(await c.req.arrayBuffer()), { header: query.header === 'true' });
    return { entries: table.ok ? ok(table.value.entries) : table, version: query.version ?? null };
  }
  const body = tableBodySchema.safeParse(await bodyOf(c));
  if (!body.success) return invalidBody(c, body.error);
  return { entries: checkEntries(body.data.entries), version: body.data.version ?? null };
}

const remove = createRoute({
  method: 'delete',
  path: '/tables/{name}',
  operationId: 'deleteTable',
  tags: ['Value tables'],
  summary: 'Remove a value table',
  description: 'Refused while a mapping in force names it. Its versions stay, for the syncs that used them.',
  security,
  request: { params: named },
  responses: { 204: { description: 'It is removed' }, ...problems('table_in_use', 'version_conflict') },
});
tablesRoom.openapi(remove, async (c) => {
  const removed = await removeTable(c.env, c.var.store.tenant, c.req.valid('param').name, c.var.actor.label);
  return removed.ok ? c.body(null, 204) : problem(c, removed.fault);
});
