import { createRoute, z } from '@hono/zod-openapi';
import { RECORD_ERROR_CODES } from '../../domain/sync/words.ts';
import type { MappingCase } from '../../store/mapping-cases.ts';
import { pinCase } from '../../syncs/mapping/pin-case.ts';
import { body, json, problems, room, security } from '../describe.ts';
import { idPath, iso, moment } from '../paging.ts';
import { nothingHere, problem } from '../problem/problem.ts';
import { namedSource } from './routes.ts';
import { sourceQuery } from './schema.ts';
import { subjectFields, subjectIn } from './subject.ts';

/** `/mapping/cases`: people pinned to a mapping, of whom a save must not make something else unasked. */
export const mappingCasesRoom = room();

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable();
const caseSchema = z
  .object({
    id: z.int(),
    label: z.string(),
    expected: z
      .object({
        attributes: z.record(z.string(), value),
        role: z.enum(['regular', 'restricted']).nullable(),
        included: z.boolean(),
        primary: z.boolean(),
        errors: z.array(
          z.object({ code: z.enum(RECORD_ERROR_CODES), attribute: z.string().nullable(), message: z.string() }),
        ),
      })
      .openapi({ description: 'What the mapping made of the payload when it was pinned, or last accepted.' }),
    created_by: z.string(),
    created_at: moment,
  })
  .openapi('MappingCase');

const show = ({ id, label, expected, createdBy, createdAt }: MappingCase): z.infer<typeof caseSchema> => ({
  id,
  label,
  expected,
  created_by: createdBy,
  created_at: iso(createdAt),
});

const list = createRoute({
  method: 'get',
  path: '/mapping/cases',
  operationId: 'listMappingCases',
  tags: ['Mapping'],
  summary: 'List the people pinned to a mapping',
  description: 'At most 20, in the order in which they were pinned.',
  security,
  request: { query: sourceQuery },
  responses: {
    200: json(z.object({ data: z.array(caseSchema) }).openapi('MappingCases'), 'The pinned people'),
    ...problems('invalid_query', 'source_missing'),
  },
});
mappingCasesRoom.openapi(list, async (c) => {
  const source = await namedSource(c, c.req.valid('query').source);
  if (!source.ok) return problem(c, source.fault);
  return c.json({ data: (await c.var.store.mappingCases.list(source.value)).map(show) }, 200);
});

const pin = createRoute({
  method: 'post',
  path: '/mapping/cases',
  operationId: 'pinMappingCase',
  tags: ['Mapping'],
  summary: 'Pin a person to a mapping',
  description: 'What the mapping in force makes of the payload is expected from then on.',
  security,
  request: {
    query: sourceQuery,
    body: body(
      z
        .strictObject({
          label: z.string().trim().min(1, 'Say whom it shows.').max(100, 'Use at most 100 characters.').optional(),
          ...subjectFields,
        })
        .openapi('PinMappingCase', { example: { record: '42-7' } }),
    ),
  },
  responses: {
    201: json(caseSchema, 'The pinned person'),
    ...problems('invalid_body', 'invalid_query', 'source_missing', 'mapping_missing', 'cases_full', 'not_found'),
  },
});
mappingCasesRoom.openapi(pin, async (c) => {
  const source = await namedSource(c, c.req.valid('query').source);
  if (!source.ok) return problem(c, source.fault);
  const { label, ...rest } = c.req.valid('json');
  const on = subjectIn(rest);
  if (!on.ok) return problem(c, on.fault);
  const pinned = await pinCase(c.var.store, source.value, on.value, label ?? null, c.var.actor.label);
  return pinned.ok ? c.json(show(pinned.value), 201) : problem(c, pinned.fault);
});

const unpin = createRoute({
  method: 'delete',
  path: '/mapping/cases/{id}',
  operationId: 'unpinMappingCase',
  tags: ['Mapping'],
  summary: 'Unpin a person',
  security,
  request: { params: idPath },
  responses: { 204: { description: 'They are no longer pinned' }, ...problems() },
});
mappingCasesRoom.openapi(unpin, async (c) => {
  const removed = await c.var.store.mappingCases.remove(c.req.valid('param').id);
  return removed ? c.body(null, 204) : problem(c, nothingHere('There is no such pinned person.'));
});
