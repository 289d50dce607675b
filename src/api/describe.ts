import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { TenantEnv } from '../auth/actor.ts';
import type { FaultCode } from '../domain/fault.ts';
import { problemSchema } from './problem/problem.ts';
import { PROBLEMS } from './problem/status.ts';

/** A room of the API. What its schemas refuse is worded by the API that it is mounted in. */
export const room = () => new OpenAPIHono<TenantEnv>();

/** An answer in JSON. */
export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** Says where what was started can be seen. */
export const location = z.object({
  Location: z.string().openapi({ description: 'Where it can be seen.', example: '/acme/api/v1/syncs/42' }),
});

/** A body that must be there. */
export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** A body that a verb judges, and not the route: only its description is here, by the names of its schemas. */
export const judgedBody = (names: readonly string[], examples: Record<string, { value: unknown }> = {}) => ({
  required: true as const,
  content: {
    'application/json': {
      schema: { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) },
      examples,
    },
  },
});

/** What needs no body takes an empty one, and refuses what it would not heed. */
export const nothing = { content: { 'application/json': { schema: z.strictObject({}) } } };

/** Every route takes a token, so every route can refuse it. */
const ALWAYS: readonly FaultCode[] = ['unauthenticated', 'not_found'];

type Problem = { description: string; content: Record<string, { schema: typeof problemSchema; example: unknown }> };

const described = (status: number, title: string, code: z.infer<typeof problemSchema>['code']): Problem['content'] => ({
  'application/problem+json': {
    schema: problemSchema,
    example: { type: `urn:rollcall:problem:${code}`, title, status, detail: `${title}.`, code, request_id: '6f1c…' },
  },
});

/**
 * The problems of a route, for its description. The type says less than what is there on purpose: beside an answer
 * without content in its type, a handler may answer with a problem too.
 */
export function problems(...codes: FaultCode[]): { 404: { description: string } } {
  const responses: Record<number, Problem> = {};
  const byStatus = Map.groupBy(new Set([...ALWAYS, ...codes]), (code) => PROBLEMS[code].status);
  for (const [status, group] of byStatus) {
    const [code = 'not_found'] = group;
    const description = group.map((one) => `\`${one}\` ${PROBLEMS[one].title}`).join(', ');
    responses[status] = { description, content: described(status, PROBLEMS[code].title, code) };
  }
  if (codes.includes('invalid_body')) {
    const content = (status: number) => described(status, PROBLEMS.invalid_body.title, 'invalid_body');
    responses[413] = { description: '`invalid_body` The body is larger than 1 MB', content: content(413) };
    responses[415] = { description: '`invalid_body` The body does not say that it is JSON', content: content(415) };
  }
  responses[500] = {
    description: '`internal` Something broke',
    content: described(500, 'Something broke', 'internal'),
  };
  return { 404: { description: PROBLEMS.not_found.title }, ...responses };
}

/** One problem that this route words in its own way. */
export const problemIn = (status: 413 | 415, code: FaultCode, description: string): Record<number, Problem> => ({
  [status]: { description: `\`${code}\` ${description}`, content: described(status, PROBLEMS[code].title, code) },
});

/** The token that every route asks for. */
export const security = [{ bearer: [] }];
