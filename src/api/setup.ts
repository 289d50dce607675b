import { Hono } from 'hono';
import { z } from 'zod';
import { type TenantEnv, withRefusal } from '../auth/actor.ts';
import { bootstrap, bootstrapSchema } from '../auth/bootstrap.ts';
import { clientIp } from '../auth/throttle.ts';
import { issueToken } from '../auth/token.ts';
import { normalizeAdminEmail } from '../store/auth/reader.ts';
import { findTenant } from '../store/tenants/reader.ts';
import { limitBodySize, requireValidJson } from './shared/body.ts';
import { refuseWithProblem, sendInvalidBody, sendProblem, sendUnexpectedError } from './shared/problem.ts';

const { slug, ...otherFields } = bootstrapSchema.shape;
const setupSchema = z.strictObject({
  tenant: slug,
  ...otherFields,
  token_name: z.string().trim().min(1).max(80).default('First token'),
});

/** Mounted at `/setup`. */
export const setupRoutes = new Hono<TenantEnv>();
setupRoutes.onError(sendUnexpectedError);

const isJson = (type = ''): boolean => /^application\/json\b/i.test(type);

// A form goes on to the page at the same address.
setupRoutes.post('/', withRefusal(refuseWithProblem), limitBodySize, requireValidJson, async (c, next) => {
  if (!isJson(c.req.header('Content-Type'))) return next();
  const body = setupSchema.safeParse(await c.req.json());
  if (!body.success) return sendInvalidBody(c, body.error);
  const { tenant: slug, token_name: name, ...person } = body.data;
  const now = Date.now();
  const created = await bootstrap(c.env, { slug, ...person }, clientIp(c), now);
  if (!created.ok) return sendProblem(c, created.fault);
  const tenant = await findTenant(c.env, slug);
  if (!tenant) throw new Error(`The tenant ${slug} was created but cannot be found.`);
  const email = normalizeAdminEmail(person.email);
  const admin = { kind: 'person', label: email, role: 'admin' } as const;
  const { text } = await issueToken(c.env, tenant, admin, { name, role: 'admin' }, now);
  return c.json({ tenant: slug, admin: { email }, api_token: text }, 201);
});
