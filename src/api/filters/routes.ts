import { createRoute, z } from '@hono/zod-openapi';
import { FILTERED_LISTS, type SavedFilter } from '../../store/saved-filters.ts';
import { changeFilter, noSuchFilter, removeFilter, saveFilter } from '../../syncs/users/save-filter.ts';
import { body, json, problems, room, security } from '../describe.ts';
import { idPath, iso, moment } from '../paging.ts';
import { problem } from '../problem/problem.ts';

/** `/filters`: filters saved by name; those of users are segments. */
export const filtersRoom = room();

const list = z.enum(FILTERED_LISTS).openapi({ description: 'What it filters.' });
const name = z.string().trim().min(1, 'Give it a name.').max(80, 'Use at most 80 characters.');
const query = z.string().max(8000).openapi({
  description: 'The filter as it stands in the address of the page, without the question mark.',
  example: 'state=active&where=department:is:Sales',
});

const filterSchema = z
  .object({ id: z.int(), list, name: z.string(), query, created_by: z.string(), created_at: moment })
  .openapi('SavedFilter');

const show = ({ createdBy, createdAt, ...filter }: SavedFilter): z.infer<typeof filterSchema> => ({
  ...filter,
  created_by: createdBy,
  created_at: iso(createdAt),
});

const find = createRoute({
  method: 'get',
  path: '/filters',
  operationId: 'listFilters',
  tags: ['Saved filters'],
  summary: 'List saved filters',
  description: 'By name. A viewer may read this, and finds those of users.',
  security,
  request: { query: z.strictObject({ list: list.optional() }) },
  responses: {
    200: json(z.object({ data: z.array(filterSchema) }).openapi('SavedFilters'), 'All of them'),
    ...problems('invalid_query'),
  },
});
filtersRoom.openapi(find, async (c) => {
  const { store, actor } = c.var;
  const wanted = c.req.valid('query').list;
  const lists = FILTERED_LISTS.filter(
    (one) => (wanted === undefined || one === wanted) && (one === 'users' || actor.role === 'admin'),
  );
  const found = await Promise.all(lists.map((one) => store.savedFilters.list(one)));
  return c.json({ data: found.flat().map(show) }, 200);
});

const make = createRoute({
  method: 'post',
  path: '/filters',
  operationId: 'createFilter',
  tags: ['Saved filters'],
  summary: 'Save a filter',
  security,
  request: { body: body(z.strictObject({ list, name, query }).openapi('CreateFilter')) },
  responses: {
    201: json(filterSchema, 'The saved filter'),
    ...problems('invalid_body', 'invalid_filter', 'name_taken'),
  },
});
filtersRoom.openapi(make, async (c) => {
  const saved = await saveFilter(c.var.store, c.req.valid('json'), c.var.actor.label);
  return saved.ok ? c.json(show(saved.value), 201) : problem(c, saved.fault);
});

const change = createRoute({
  method: 'put',
  path: '/filters/{id}',
  operationId: 'putFilter',
  tags: ['Saved filters'],
  summary: 'Rename a saved filter, or give it another query',
  security,
  request: {
    params: idPath,
    body: body(z.strictObject({ name: name.optional(), query: query.optional() }).openapi('ChangeFilter')),
  },
  responses: {
    200: json(filterSchema, 'The saved filter'),
    ...problems('invalid_body', 'invalid_filter', 'name_taken'),
  },
});
filtersRoom.openapi(change, async (c) => {
  const { store, actor } = c.var;
  const changed = await changeFilter(store, c.req.valid('param').id, c.req.valid('json'), actor.label);
  return changed.ok ? c.json(show(changed.value), 200) : problem(c, changed.fault);
});

const remove = createRoute({
  method: 'delete',
  path: '/filters/{id}',
  operationId: 'deleteFilter',
  tags: ['Saved filters'],
  summary: 'Remove a saved filter',
  security,
  request: { params: idPath },
  responses: { 204: { description: 'It is gone' }, ...problems() },
});
filtersRoom.openapi(remove, async (c) => {
  const { store, actor } = c.var;
  const gone = await removeFilter(store, c.req.valid('param').id, actor.label);
  return gone ? c.body(null, 204) : problem(c, noSuchFilter());
});
