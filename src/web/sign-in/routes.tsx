import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import type { TenantEnv } from '../../auth/actor.ts';
import { authStatus } from '../../auth/refuse.ts';
import { clearSessionCookie, endSession, sessionHash, setSessionCookie } from '../../auth/session.ts';
import { signIn, signOut } from '../../auth/sign-in.ts';
import { clientIp } from '../../auth/throttle.ts';
import { describeFault } from '../../domain/shared/fault.ts';
import { FormError, InputField } from '../frame/fields.tsx';
import { renderBarePage } from '../frame/render.tsx';

/** After a refusal the password stays empty. */
const SignInForm: FC<{ slug: string; email?: string; next?: string; error?: string }> = ({
  slug,
  email,
  next,
  error,
}) => (
  <form class="form" method="post" action={`/${slug}/sign-in`}>
    <FormError message={error} />
    {next && <input type="hidden" name="next" value={next} />}
    <InputField
      name="email"
      label="E-mail"
      type="email"
      autocomplete="username"
      value={email}
      required
      autofocus={!email}
      maxlength={254}
    />
    <InputField
      name="password"
      label="Password"
      type="password"
      autocomplete="current-password"
      required
      autofocus={Boolean(email)}
      maxlength={200}
    />
    <button class="button button-primary button-wide" type="submit">
      Sign in
    </button>
  </form>
);

const formSchema = z.object({
  email: z.string().max(254).catch(''),
  password: z.string().max(200).catch(''),
  next: z.string().max(2000).optional().catch(undefined),
});

/** Any `next` outside of the tenant is ignored (open redirect). */
function safeReturnPath(slug: string, next: string | undefined): string {
  const home = `/${slug}`;
  const base = 'https://rollcall.invalid';
  if (!next || !URL.canParse(next, base)) return home;
  const url = new URL(next, base);
  const isOwnPage = url.origin === base && (url.pathname === home || url.pathname.startsWith(`${home}/`));
  return isOwnPage ? url.pathname + url.search : home;
}

export const signInPages = new Hono<TenantEnv>();

signInPages.get('/sign-in', (c) => {
  const { tenant } = c.var.store;
  const form = <SignInForm slug={tenant.slug} next={c.req.query('next')} />;
  return renderBarePage(c, { title: 'Sign in', context: tenant.name }, form);
});

signInPages.post('/sign-in', async (c) => {
  const { tenant } = c.var.store;
  const { email, password, next } = formSchema.parse(await c.req.parseBody());
  const ip = clientIp(c);
  const result = await signIn(c.env, tenant, { email, password, ip }, Date.now());
  if (!result.ok) {
    const { code } = result.fault;
    if (code === 'too_many_attempts') c.header('Retry-After', '60');
    const form = <SignInForm slug={tenant.slug} email={email} next={next} error={describeFault(result.fault)} />;
    return renderBarePage(c, { title: 'Sign in', context: tenant.name }, form, authStatus(code));
  }
  const previous = sessionHash(c);
  if (previous) await endSession(c.env, tenant, previous);
  setSessionCookie(c, tenant.slug, result.value);
  return c.redirect(safeReturnPath(tenant.slug, next), 303);
});

signInPages.post('/sign-out', async (c) => {
  const { tenant } = c.var.store;
  const hash = sessionHash(c);
  if (hash) await signOut(c.env, tenant, hash, Date.now());
  clearSessionCookie(c, tenant.slug);
  return c.redirect(`/${tenant.slug}/sign-in`, 303);
});
