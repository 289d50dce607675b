import { z } from 'zod';
import { type Fault, fault } from '../domain/shared/fault.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { bootstrapTenant, isBootstrapSecretUsed } from '../store/tenants/bootstrap.ts';
import { hashPassword, passwordSchema } from './password.ts';
import { hashSecret, isSameSecret } from './secret.ts';
import { throttle } from './throttle.ts';

/** First segments of URLs of Rollcall itself, and of URLs that browsers and Cloudflare request unasked. */
const RESERVED_SLUGS = [
  'setup',
  'assets',
  'api',
  'hooks',
  'scim',
  'cdn-cgi',
  'favicon',
  'robots',
  'health',
  'sign-in',
  'static',
];

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'Use 1 to 40 small letters, digits and hyphens.')
  .refine((slug) => !RESERVED_SLUGS.includes(slug), 'This address is taken by Rollcall itself. Choose another.');

/** A shorter secret could be guessed; set-up stays closed with one. */
const MIN_SECRET_LENGTH = 16;

export const bootstrapSchema = z.strictObject({
  secret: z.string().trim().min(1, 'Enter the bootstrap secret.').max(500, 'This is too long for a secret.'),
  slug: slugSchema,
  name: z.string().trim().min(1, 'Enter the name of the company.').max(80, 'Use at most 80 characters.'),
  email: z.email('Enter a valid e-mail address.').max(254, 'Use at most 254 characters.'),
  password: passwordSchema,
});
export type BootstrapForm = z.output<typeof bootstrapSchema>;

export async function isSetUpOpen(env: Env): Promise<boolean> {
  const secret = env.BOOTSTRAP_SECRET ?? '';
  return secret.length >= MIN_SECRET_LENGTH && !(await isBootstrapSecretUsed(env, hashSecret(secret)));
}

/**
 * A value of BOOTSTRAP_SECRET works once, and never for a tenant that has admins.
 * @returns faults `too_many_attempts`, `wrong_credentials`, `already_set_up`
 */
export async function bootstrap(
  env: Env,
  form: BootstrapForm,
  ip: string | null,
  now: number,
): Promise<Result<{ slug: string }, Fault>> {
  const limited = await throttle(env, { account: null, ip });
  if (limited) return fail(limited);
  const secret = env.BOOTSTRAP_SECRET ?? '';
  if (!isSameSecret(form.secret, secret) || secret.length < MIN_SECRET_LENGTH) {
    return fail(fault('wrong_credentials', { given: 'bootstrap_secret' }));
  }
  const secretHash = hashSecret(secret);
  const { slug, name, email } = form;
  const passwordHash = await hashPassword(form.password);
  switch (await bootstrapTenant(env, { secretHash, slug, name, email, passwordHash }, now)) {
    case 'made':
      return ok({ slug });
    case 'secret_used':
      return fail(fault('already_set_up', { slug: null }));
    case 'has_admins':
      return fail(fault('already_set_up', { slug }));
  }
}
