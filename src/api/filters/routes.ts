import { z } from '@hono/zod-openapi';
import { changeFilter, filterNotFound, removeFilter, saveFilter } from '../../app/filters/save-filter.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { FILTERABLE_LISTS } from '../../store/filters/tables.ts';
import { idParams, iso, timestamp } from '../shared/fields.ts';
import { apiRoute, jsonBody, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { sendProblem } from '../shared/problem.ts';

export const filterRoutes = newRoutes();

const filteredList = z.enum(FILTERABLE_LISTS).openapi({ description: 'What it filters.' });
const name = z.string().trim().min(1, 'Give it a name.').max(80, 'Use at most 80 characters.');
const query = z.string().max(8000).openapi({
  description: 'The filter as it stands in the address of the page, without the question mark.',
  example: 'state=active&where=department:is:Sales',
});

const filterSchema = z
  .object({ id: z.int(), list: filteredList, name: z.string(), query, created_by: z.string(), created_at: timestamp })
  .openapi('SavedFilter');

const serializeFilter = ({ createdBy, createdAt, ...filter }: SavedFilter): z.infer<typeof filterSchema> => ({
  ...filter,
  created_by: createdBy,
  created_at: iso(createdAt),
});

const list = apiRoute({
  method: 'get',
  path: '/filters',
  operationId: 'listFilters',
  tags: ['Saved filters'],
  summary: 'List saved filters',
  description: 'By name. A viewer may read this, and finds those of users.',
  request: { query: z.strictObject({ list: filteredList.optional() }) },
  responses: { 200: jsonResponse(z.object({ data: z.array(filterSchema) }).openapi('SavedFilters'), 'All of them') },
  faults: ['invalid_query'],
});
filterRoutes.openapi(list, async (c) => {
  const { store, actor } = c.var;
  const requested = c.req.valid('query').list;
  const readable = FILTERABLE_LISTS.filter((list) => list === 'users' || actor.role === 'admin');
  const lists = readable.filter((list) => requested === undefined || list === requested);
  const found = await Promise.all(lists.map((list) => store.savedFilters.list(list)));
  return c.json({ data: found.flat().map(serializeFilter) }, 200);
});

const create = apiRoute({
  method: 'post',
  path: '/filters',
  operationId: 'createFilter',
  tags: ['Saved filters'],
  summary: 'Save a filter',
  request: { body: jsonBody(z.strictObject({ list: filteredList, name, query }).openapi('CreateFilter')) },
  responses: { 201: jsonResponse(filterSchema, 'The saved filter') },
  faults: ['invalid_body', 'invalid_filter', 'name_taken'],
});
filterRoutes.openapi(create, async (c) => {
  const saved = await saveFilter(c.env, c.var.store.tenant, c.req.valid('json'), c.var.actor.label);
  return saved.ok ? c.json(serializeFilter(saved.value), 201) : sendProblem(c, saved.fault);
});

const change = apiRoute({
  method: 'put',
  path: '/filters/{id}',
  operationId: 'putFilter',
  tags: ['Saved filters'],
  summary: 'Rename a saved filter, or give it another query',
  request: {
    params: idParams,
    body: jsonBody(z.strictObject({ name: name.optional(), query: query.optional() }).openapi('ChangeFilter')),
  },
  responses: { 200: jsonResponse(filterSchema, 'The saved filter') },
  faults: ['invalid_body', 'invalid_filter', 'name_taken'],
});
filterRoutes.openapi(change, async (c) => {
  const { store, actor } = c.var;
  const changed = await changeFilter(c.env, store.tenant, c.req.valid('param').id, c.req.valid('json'), actor.label);
  return changed.ok ? c.json(serializeFilter(changed.value), 200) : sendProblem(c, changed.fault);
});

const remove = apiRoute({
  method: 'delete',
  path: '/filters/{id}',
  operationId: 'deleteFilter',
  tags: ['Saved filters'],
  summary: 'Remove a saved filter',
  request: { params: idParams },
  responses: { 204: { description: 'It is gone' } },
});
filterRoutes.openapi(remove, async (c) => {
  const { store, actor } = c.var;
  const removed = await removeFilter(c.env, store.tenant, c.req.valid('param').id, actor.label);
  return removed ? c.body(null, 204) : sendProblem(c, filterNotFound());
});
