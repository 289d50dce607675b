import type { MiddlewareHandler } from 'hono';
import type { TenantEnv } from '../auth/actor.ts';
import { rootOf } from './links.ts';
import { nothingHere, problem } from './problem/problem.ts';

/** All that a viewer may read; for them there is nothing else. */
const THEIRS = /^\/(?:users(?:\/\d+)?|users[.]csv|filters|openapi[.]json)$/;

/** Lets admins do everything, and viewers read users and their segments. */
export const viewersRead: MiddlewareHandler<TenantEnv> = async (c, next) => {
  const { actor, store } = c.var;
  const path = c.req.path.slice(rootOf(store.tenant.slug).length);
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  return actor.role === 'admin' || (isRead && THEIRS.test(path)) ? next() : problem(c, nothingHere());
};
