import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { TenantEnv } from '../../auth/actor.ts';
import type { FaultCode } from '../../domain/shared/fault.ts';
import { resourceUrl } from './fields.ts';
import { problemSchema } from './problem.ts';
import { PROBLEM_TYPES } from './problem-types.ts';

/** Requests that its schemas refuse are answered by `validationHook` of the app that mounts it. */
export const newRoutes = () => new OpenAPIHono<TenantEnv>();

export const jsonResponse = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

export const locationHeader = z.object({
  Location: z.string().openapi({ description: 'Where it can be seen.', example: '/acme/api/v1/syncs/42' }),
});

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** The verb validates the body; the route only documents it. @param names of registered schemas */
export const referencedBody = (names: readonly string[], examples: Record<string, { value: unknown }> = {}) => ({
  required: true as const,
  content: {
    'application/json': {
      schema: { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) },
      examples,
    },
  },
});

/** For routes that take no input: an empty object, so that unknown keys are refused. */
export const emptyBody = { content: { 'application/json': { schema: z.strictObject({}) } } };

/** Every route requires a token. */
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

/** @param route.faults in addition to `COMMON_FAULTS` */
export const apiRoute = <
  Path extends string,
  Route extends Omit<RouteConfig, 'path'> & { path: Path; faults?: readonly FaultCode[] },
>({
  faults = [],
  ...route
}: Route) =>
  createRoute({
    ...route,
    security: [{ bearer: [] }],
    responses: { ...problemResponses(faults), ...route.responses },
  });

/**
 * The declared type is narrower on purpose: a response without `content` allows a handler to return any `Response`,
 * such as that of `sendProblem`.
 */
function problemResponses(codes: readonly FaultCode[]): { 404: { description: string } } {
  const responses: Record<number, ProblemResponse> = {};
  const byStatus = Map.groupBy(new Set([...COMMON_FAULTS, ...codes]), (code) => PROBLEM_TYPES[code].status);
  for (const [status, group] of byStatus) {
    const [code = 'not_found'] = group;
    const description = group.map((each) => `\`${each}\` ${PROBLEM_TYPES[each].title}`).join(', ');
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

const DESCRIPTION = [
  'Everything that a page of Rollcall can do.',
  'Send a token of this tenant: `Authorization: Bearer rc_…`; a session of the dashboards opens reading as well.',
  'Errors are RFC 9457 problem details with a `code` that stays. Lists take `limit` and `cursor` and answer with',
  '`data` and `next_cursor`. Times are ISO 8601 in UTC. Unknown keys and parameters are refused by name.',
].join(' ');

const openApiRoute = apiRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  tags: ['About'],
  summary: 'This description',
  responses: { 200: jsonResponse(z.looseObject({ openapi: z.string() }), 'OpenAPI 3.1') },
});

/** Documents only the routes registered so far. */
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
