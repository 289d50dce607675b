import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { TenantEnv } from '../auth/actor.ts';
import { json, problems, security } from './describe.ts';
import { urlOf } from './links.ts';

const DESCRIPTION = [
  'Everything that a page of Rollcall can do.',
  'Send a token of this tenant: `Authorization: Bearer rc_…`; a session of the dashboards opens reading as well.',
  'Errors are RFC 9457 problem details with a `code` that stays. Lists take `limit` and `cursor` and answer with',
  '`data` and `next_cursor`. Times are ISO 8601 in UTC. Unknown keys and parameters are refused by name.',
].join(' ');

const route = createRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  tags: ['About'],
  summary: 'This description',
  security,
  responses: { 200: json(z.looseObject({ openapi: z.string() }), 'OpenAPI 3.1'), ...problems() },
});

/** Puts the description of an API at its `/openapi.json`. */
export function describeIn(api: OpenAPIHono<TenantEnv>): void {
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token of this tenant: `rc_…`.',
  });
  api.openapi(route, (c) => {
    const document = api.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Rollcall', version: '1', description: DESCRIPTION },
      servers: [{ url: urlOf(c, '') }],
    });
    return c.json({ ...document }, 200);
  });
}
