import { Hono } from 'hono';
import { z } from 'zod';
import { type TenantEnv, withRefusal } from '../auth/actor.ts';
import { bootstrap, bootstrapSchema } from '../auth/bootstrap.ts';
import { issueToken } from '../auth/token.ts';
import { normalizeAdminEmail } from '../store/auth/reader.ts';
import { findTenant } from '../store/tenants/reader.ts';
import { limitBodySize, requireValidJson } from './shared/body.ts';
import { refuseWithProblem, sendInvalidBody, sendProblem, sendUnexpectedError } from './shared/problem.ts';

const { slug: tenant, ...rest } = bootstrapSchema.shape;
const setupSchema = z.strictObject({
  tenant,
  ...rest,
  /** What the first token is called. */
  token_name: z.string().trim().min(1).max(80).default('First token'),
});

/** `POST /setup` for programs: makes a tenant, its first admin and a first token. */
export const setupRoutes = new Hono<TenantEnv>();
setupRoutes.onError(sendUnexpectedError);

const isJson = (type = ''): boolean => /^application\/json\b/i.test(type);

// A form is left to the page at the same address.
setupRoutes.post('/', withRefusal(refuseWithProblem), limitBodySize, requireValidJson, async (c, next) => {
  if (!isJson(c.req.header('Content-Type'))) return next();
  const form = setupSchema.safeParse(await c.req.json());
  if (!form.success) return sendInvalidBody(c, form.error);
  const { tenant: slug, token_name: name, ...person } = form.data;
  const now = Date.now();
  const created = await bootstrap(c.env, { slug, ...person }, c.req.header('CF-Connecting-IP') ?? null, now);
  if (!created.ok) return sendProblem(c, created.fault);
  const tenant = await findTenant(c.env, slug);
  if (!tenant) throw new Error('A tenant that was just made is there.');
  const email = normalizeAdminEmail(person.email);
  const first = { kind: 'person', label: email, role: 'admin' } as const;
  const { text } = await issueToken(c.env, tenant, first, { name, role: 'admin' }, now);
  return c.json({ tenant: slug, admin: { email }, api_token: text }, 201);
});
