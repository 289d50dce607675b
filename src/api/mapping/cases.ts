import { z } from '@hono/zod-openapi';
import { pinCase, unpinCase } from '../../app/mapping/pin-case.ts';
import { RECORD_ERROR_CODES } from '../../domain/shared/record-error.ts';
import type { MappingCase } from '../../store/mapping/reader.ts';
import { idParams, iso, timestamp } from '../shared/fields.ts';
import { apiRoute, jsonBody, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { notFoundFault, sendProblem } from '../shared/problem.ts';
import { parseTrialTarget, resolveSource, sourceQuery, trialTargetFields } from './schema.ts';

export const mappingCaseRoutes = newRoutes();

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
    created_at: timestamp,
  })
  .openapi('MappingCase');

const serializeCase = ({ id, label, expected, createdBy, createdAt }: MappingCase): z.infer<typeof caseSchema> => ({
  id,
  label,
  expected,
  created_by: createdBy,
  created_at: iso(createdAt),
});

const list = apiRoute({
  method: 'get',
  path: '/mapping/cases',
  operationId: 'listMappingCases',
  tags: ['Mapping'],
  summary: 'List the people pinned to a mapping',
  description: 'At most 20, in the order in which they were pinned.',
  request: { query: sourceQuery },
  responses: {
    200: jsonResponse(z.object({ data: z.array(caseSchema) }).openapi('MappingCases'), 'The pinned people'),
  },
  faults: ['invalid_query', 'source_missing'],
});
mappingCaseRoutes.openapi(list, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  return c.json({ data: (await c.var.store.mappingCases.list(source.value)).map(serializeCase) }, 200);
});

const pin = apiRoute({
  method: 'post',
  path: '/mapping/cases',
  operationId: 'pinMappingCase',
  tags: ['Mapping'],
  summary: 'Pin a person to a mapping',
  description: 'What the mapping in force makes of the payload is expected from then on.',
  request: {
    query: sourceQuery,
    body: jsonBody(
      z
        .strictObject({
          label: z.string().trim().min(1, 'Say whom it shows.').max(100, 'Use at most 100 characters.').optional(),
          ...trialTargetFields,
        })
        .openapi('PinMappingCase', { example: { record: '42-7' } }),
    ),
  },
  responses: { 201: jsonResponse(caseSchema, 'The pinned person') },
  faults: ['invalid_body', 'invalid_query', 'source_missing', 'mapping_missing', 'cases_full', 'not_found'],
});
mappingCaseRoutes.openapi(pin, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const { label, ...rest } = c.req.valid('json');
  const target = parseTrialTarget(rest);
  if (!target.ok) return sendProblem(c, target.fault);
  const pinned = await pinCase(c.env, c.var.store.tenant, source.value, target.value, label ?? null, c.var.actor.label);
  return pinned.ok ? c.json(serializeCase(pinned.value), 201) : sendProblem(c, pinned.fault);
});

const unpin = apiRoute({
  method: 'delete',
  path: '/mapping/cases/{id}',
  operationId: 'unpinMappingCase',
  tags: ['Mapping'],
  summary: 'Unpin a person',
  request: { params: idParams },
  responses: { 204: { description: 'They are no longer pinned' } },
});
mappingCaseRoutes.openapi(unpin, async (c) => {
  const removed = await unpinCase(c.env, c.var.store.tenant, c.req.valid('param').id);
  return removed ? c.body(null, 204) : sendProblem(c, notFoundFault({ what: 'pinned_person' }));
});
