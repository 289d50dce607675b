import type { ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { TenantEnv } from '../../auth/actor.ts';
import { fault } from '../../domain/fault.ts';
import { broken, problem } from './problem.ts';

const WRONG_TYPE = 'Send the body as JSON, with Content-Type: application/json.';

/** What was thrown below the API: Hono's own refusals become problems, all else is logged with the request's ID. */
export const answerBreakage: ErrorHandler<TenantEnv> = (error, c) => {
  if (error instanceof HTTPException && error.status === 415) {
    return problem(c, fault('invalid_body', WRONG_TYPE), { status: 415 });
  }
  if (error instanceof HTTPException && error.status < 500) {
    return problem(c, fault('invalid_body', 'The body is not valid JSON.'));
  }
  const { requestId } = c.var;
  console.error(JSON.stringify({ level: 'error', request_id: requestId, path: c.req.path, error: error.stack }));
  return broken(c);
};
