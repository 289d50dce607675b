import { z } from '@hono/zod-openapi';
import { readFillRates } from '../../app/mapping/fill-rates.ts';
import { surveySnapshot } from '../../app/mapping/survey-snapshot.ts';
import { readTrialSubject, runMappingTrial } from '../../app/mapping/try-mapping.ts';
import { STANDARD_ATTRIBUTES } from '../../domain/user/attributes.ts';
import { apiRoute, jsonBody, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { notFoundFault, sendProblem } from '../shared/problem.ts';
import { parseTrialTarget, resolveSource, sourceQuery, trialTargetFields } from './schema.ts';

export const mappingTryRoutes = newRoutes();

const triedSchema = z
  .object({
    path: z.string().openapi({ example: 'standard.title.expression' }),
    becomes: z.enum(['text', 'number', 'boolean', 'date', 'list', 'status', 'role', 'yes or no']),
    refusal: z
      .object({ message: z.string(), position: z.int() })
      .nullable()
      .openapi({ description: 'Why the mapping cannot be saved with it, and where in the text, counted from 0.' }),
    raw: z.string().nullable().openapi({ description: 'What the expression gave, as short JSON text.' }),
    value: z
      .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
      .nullable()
      .openapi({ description: 'What it becomes.' }),
    error: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .openapi({ description: 'Why a sync would fail this record.' }),
    unmapped: z.array(z.object({ table: z.string(), value: z.string() })),
  })
  .openapi('TriedExpression');

const tryRoute = apiRoute({
  method: 'post',
  path: '/mapping/try',
  operationId: 'tryMapping',
  tags: ['Mapping'],
  summary: 'Try a mapping on one payload',
  description:
    'Evaluates each expression as a sync would. The mapping is not checked as a whole: what does not compile says so at ' +
    'its own place, and stops nothing else.',
  request: {
    query: sourceQuery,
    body: jsonBody(
      z
        .strictObject({
          mapping: z.looseObject({}).openapi({ description: 'As PUT /mapping takes it.' }),
          ...trialTargetFields,
        })
        .openapi('TryMapping', {
          example: {
            mapping: { standard: { title: { expression: 'Job.Title' } } },
            payload: { Job: { Title: 'Engineer' } },
          },
        }),
    ),
  },
  responses: {
    200: jsonResponse(
      z.object({ data: z.array(triedSchema) }).openapi('TriedMapping'),
      'Each expression that is not empty',
    ),
  },
  faults: ['invalid_body', 'invalid_query', 'source_missing', 'not_found'],
});
mappingTryRoutes.openapi(tryRoute, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const { mapping, ...rest } = c.req.valid('json');
  const target = parseTrialTarget(rest);
  if (!target.ok) return sendProblem(c, target.fault);
  const subject = await readTrialSubject(c.var.store, source.value, target.value);
  if (!subject.ok) return sendProblem(c, subject.fault);
  return c.json({ data: await runMappingTrial(c.var.store, mapping, subject.value) }, 200);
});

const suggestionsRoute = apiRoute({
  method: 'get',
  path: '/mapping/suggestions',
  operationId: 'suggestMapping',
  tags: ['Mapping'],
  summary: 'Expressions that the last snapshot suggests',
  description: 'From the first people of the last complete snapshot: names of keys, the look of values, nested groups.',
  request: { query: sourceQuery },
  responses: {
    200: jsonResponse(
      z
        .object({
          sync_id: z.int(),
          people: z.int().openapi({ description: 'How many the snapshot has.' }),
          read: z.int().openapi({ description: 'How many of them were read.' }),
          data: z.array(
            z.object({
              attribute: z.enum(STANDARD_ATTRIBUTES.map(({ key }) => key)),
              expression: z.string(),
              filled: z.int().openapi({ description: 'How many of those read have a value.' }),
              sample: z.string().openapi({ description: 'One such value, as short JSON text.' }),
            }),
          ),
        })
        .openapi('MappingSuggestions'),
      'The suggestions',
    ),
  },
  faults: ['invalid_query', 'source_missing'],
});
mappingTryRoutes.openapi(suggestionsRoute, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const survey = await surveySnapshot(c.var.store, source.value);
  if (!survey) return sendProblem(c, notFoundFault({ what: 'snapshot' }));
  const { syncId, people, read, suggestions } = survey;
  return c.json({ sync_id: syncId, people, read, data: suggestions }, 200);
});

const count = z.int();
const fillRoute = apiRoute({
  method: 'get',
  path: '/mapping/fill-rates',
  operationId: 'getFillRates',
  tags: ['Mapping'],
  summary: 'How full each attribute is',
  description: 'With the mapping in force, over the last complete snapshot: at most its first 100,000 people.',
  request: { query: sourceQuery },
  responses: {
    200: jsonResponse(
      z
        .object({
          sync_id: z.int(),
          version: z.int(),
          people: z.int().openapi({ description: 'How many the snapshot has.' }),
          counted: z.int().openapi({ description: 'How many of them were counted.' }),
          attributes: z.record(z.string(), z.object({ filled: count, distinct: count, failed: count })),
        })
        .openapi('FillRates'),
      'Counts by attribute',
    ),
  },
  faults: ['invalid_query', 'source_missing'],
});
mappingTryRoutes.openapi(fillRoute, async (c) => {
  const source = await resolveSource(c, c.req.valid('query').source);
  if (!source.ok) return sendProblem(c, source.fault);
  const rates = await readFillRates(c.env, c.var.store.tenant, source.value);
  if (!rates) return sendProblem(c, notFoundFault({ what: 'mapping_or_snapshot' }));
  const { syncId, ...rest } = rates;
  return c.json({ sync_id: syncId, ...rest }, 200);
});
