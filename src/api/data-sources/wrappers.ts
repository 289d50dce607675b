import { z } from '@hono/zod-openapi';
import { usableWrappers } from '../../app/data-sources/wrappers.ts';
import { apiRoute, jsonResponse, newRoutes } from '../shared/openapi.ts';
import { pageQuery, pageSchema, paginateArray } from '../shared/paging.ts';

/** `/data-sources/custom/wrappers`: the code that a custom integration can be made of. */
export const wrapperRoutes = newRoutes();

type Wrapper = Awaited<ReturnType<typeof usableWrappers>>[number];

const wrapperSchema = z
  .object({
    name: z.string(),
    form: z.enum(['module', 'worker']).openapi({ description: 'worker: it is deployed on its own.' }),
    version: z.string().nullable(),
    description: z.string().nullable(),
    secrets: z.record(z.string(), z.string()).openapi({ description: 'The secrets that it needs, and their names.' }),
    options: z.record(
      z.string(),
      z.object({
        type: z.enum(['text', 'url', 'number', 'boolean']),
        description: z.string(),
        required: z.boolean().optional(),
      }),
    ),
    single_person: z.boolean().nullable().openapi({ description: 'It can fetch one person.' }),
    trouble: z.string().nullable().openapi({ description: 'Why it cannot be used now.' }),
  })
  .openapi('Wrapper', {
    example: {
      name: 'northwind',
      form: 'module',
      version: '1.0.0',
      description: 'Northwind HR by its signed API (an example).',
      secrets: { signing_key: 'Signing key' },
      options: { url: { type: 'url', description: 'Address of the API' } },
      single_person: true,
      trouble: null,
    },
  });

const serializeWrapper = ({ name, form, about, trouble }: Wrapper): z.infer<typeof wrapperSchema> => ({
  name,
  form,
  version: about?.version ?? null,
  description: about?.description ?? null,
  secrets: about?.secrets ?? {},
  options: about?.options ?? {},
  single_person: about?.person ?? null,
  trouble,
});

const list = apiRoute({
  method: 'get',
  path: '/data-sources/custom/wrappers',
  operationId: 'listWrappers',
  tags: ['Data sources'],
  summary: 'List the wrappers that a custom integration can use',
  request: { query: pageQuery },
  responses: { 200: jsonResponse(pageSchema(wrapperSchema, 'WrapperPage'), 'Wrappers') },
  faults: ['invalid_query'],
});
wrapperRoutes.openapi(list, async (c) => {
  return c.json(
    paginateArray(await usableWrappers(c.env, c.var.store.tenant), c.req.valid('query'), serializeWrapper),
    200,
  );
});
