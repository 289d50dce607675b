import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { TenantEnv } from '../../auth/actor.ts';
import type { FaultCode } from '../../domain/shared/fault.ts';
import { resourceUrl } from './fields.ts';
import { problemSchema } from './problem.ts';
import { PROBLEM_TYPES } from './problem-types.ts';

/** A room of the API. What its schemas refuse is worded by the API that it is mounted in. */
export const newRoutes = () => new OpenAPIHono<TenantEnv>();

/** An answer in JSON. */
export const jsonResponse = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** Says where what was started can be seen. */
export const locationHeader = z.object({
  Location: z.string().openapi({ description: 'Where it can be seen.', example: '/acme/api/v1/syncs/42' }),
});

/** A body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** A body that a verb judges, and not the route: only its description is here, by the names of its schemas. */
export const referencedBody = (names: readonly string[], examples: Record<string, { value: unknown }> = {}) => ({
  required: true as const,
  content: {
    'application/json': {
      schema: { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) },
      examples,
    },
  },
});

/** What needs no body takes an empty one, and refuses what it would not heed. */
export const emptyBody = { content: { 'application/json': { schema: z.strictObject({}) } } };

/** Every route takes a token, so every route can refuse it. */
const COMMON_FAULTS: readonly FaultCode[] = ['unauthenticated', 'not_found'];

type ProblemResponse = {
  description: string;
  content: Record<string, { schema: typeof problemSchema; example: unknown }>;
};

const problemContent = (
  status: number,
  title: string,
  code: z.infer<typeof problemSchema>['code'],
): ProblemResponse['content'] => ({
  'application/problem+json': {
    schema: problemSchema,
    example: { type: `urn:rollcall:problem:${code}`, title, status, detail: `${title}.`, code, request_id: '6f1c…' },
  },
});

/**
 * The problems of a route, for its description. The type says less than what is there on purpose: beside an answer
 * without content in its type, a handler may answer with a problem too.
 */
export function problemResponses(...codes: FaultCode[]): { 404: { description: string } } {
  const responses: Record<number, ProblemResponse> = {};
  const byStatus = Map.groupBy(new Set([...COMMON_FAULTS, ...codes]), (code) => PROBLEM_TYPES[code].status);
  for (const [status, group] of byStatus) {
    const [code = 'not_found'] = group;
    const description = group.map((one) => `\`${one}\` ${PROBLEM_TYPES[one].title}`).join(', ');
    responses[status] = { description, content: problemContent(status, PROBLEM_TYPES[code].title, code) };
  }
  if (codes.includes('invalid_body')) {
    const content = (status: number) => problemContent(status, PROBLEM_TYPES.invalid_body.title, 'invalid_body');
    responses[413] = { description: '`invalid_body` The body is larger than 1 MB', content: content(413) };
    responses[415] = { description: '`invalid_body` The body does not say that it is JSON', content: content(415) };
  }
  responses[500] = {
    description: '`internal` Something broke',
    content: problemContent(500, 'Something broke', 'internal'),
  };
  return { 404: { description: PROBLEM_TYPES.not_found.title }, ...responses };
}

/** One problem that this route words in its own way. */
export const problemResponse = (
  status: 413 | 415,
  code: FaultCode,
  description: string,
): Record<number, ProblemResponse> => ({
  [status]: {
    description: `\`${code}\` ${description}`,
    content: problemContent(status, PROBLEM_TYPES[code].title, code),
  },
});

/** The token that every route asks for. */
export const security = [{ bearer: [] }];

const DESCRIPTION = [
  'Everything that a page of Rollcall can do.',
  'Send a token of this tenant: `Authorization: Bearer rc_…`; a session of the dashboards opens reading as well.',
  'Errors are RFC 9457 problem details with a `code` that stays. Lists take `limit` and `cursor` and answer with',
  '`data` and `next_cursor`. Times are ISO 8601 in UTC. Unknown keys and parameters are refused by name.',
].join(' ');

const openApiRoute = createRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  tags: ['About'],
  summary: 'This description',
  security,
  responses: { 200: jsonResponse(z.looseObject({ openapi: z.string() }), 'OpenAPI 3.1'), ...problemResponses() },
});

/** Puts the description of an API at its `/openapi.json`. */
export function mountOpenApi(api: OpenAPIHono<TenantEnv>): void {
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token of this tenant: `rc_…`.',
  });
  api.openapi(openApiRoute, (c) => {
    const document = api.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Rollcall', version: '1', description: DESCRIPTION },
      servers: [{ url: resourceUrl(c, '') }],
    });
    return c.json({ ...document }, 200);
  });
}
