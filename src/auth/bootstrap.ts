import { z } from 'zod';
import { type Fault, fault } from '../domain/fault.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { bootstrapTenant, isSecretUsed } from '../store/bootstrap.ts';
import { hashPassword, passwordSchema } from './password.ts';
import { hashOf, sameSecret } from './secret.ts';
import { slugSchema } from './slug.ts';
import { throttle } from './throttle.ts';

/** A secret shorter than this could be guessed: set-up stays closed. */
const SHORTEST_SECRET = 16;

/** What the set-up form sends. */
export const bootstrapSchema = z.strictObject({
  secret: z.string().trim().min(1, 'Enter the bootstrap secret.').max(500, 'This is too long for a secret.'),
  slug: slugSchema,
  name: z.string().trim().min(1, 'Enter the name of the company.').max(80, 'Use at most 80 characters.'),
  email: z.email('Enter a valid e-mail address.').max(254, 'Use at most 254 characters.'),
  password: passwordSchema,
});
export type BootstrapForm = z.output<typeof bootstrapSchema>;

/** True while the configured secret can still open a tenant. */
export async function isSetUpOpen(env: Env): Promise<boolean> {
  const secret = env.BOOTSTRAP_SECRET ?? '';
  return secret.length >= SHORTEST_SECRET && !(await isSecretUsed(env, hashOf(secret)));
}

/** Makes a tenant and its first admin. One value of BOOTSTRAP_SECRET does this once, and never where admins are. */
export async function bootstrap(
  env: Env,
  form: BootstrapForm,
  ip: string | null,
  now: number,
): Promise<Result<{ slug: string }, Fault>> {
  const limited = await throttle(env, { as: null, ip });
  if (limited) return fail(limited);
  const secret = env.BOOTSTRAP_SECRET ?? '';
  if (!sameSecret(form.secret, secret) || secret.length < SHORTEST_SECRET) {
    return fail(fault('wrong_credentials', 'This is not the bootstrap secret of this Rollcall.'));
  }
  const secretHash = hashOf(secret);
  const { slug, name, email } = form;
  const passwordHash = await hashPassword(form.password);
  switch (await bootstrapTenant(env, { secretHash, slug, name, email, passwordHash }, now)) {
    case 'made':
      return ok({ slug });
    case 'secret_used':
      return fail(fault('already_set_up', 'This secret has been used. Set a new BOOTSTRAP_SECRET to add a tenant.'));
    case 'has_admins':
      return fail(fault('already_set_up', `/${slug} has admins already. Ask one of them to add you.`));
  }
}
