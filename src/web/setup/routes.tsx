import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import type { TenantEnv } from '../../auth/actor.ts';
import { type BootstrapForm, bootstrap, bootstrapSchema, isSetUpOpen } from '../../auth/bootstrap.ts';
import { authStatus } from '../../auth/refuse.ts';
import { clientIp } from '../../auth/throttle.ts';
import { describeFault, type FaultCode } from '../../domain/shared/fault.ts';
import { FormError, InputField } from '../frame/fields.tsx';
import { renderBarePage } from '../frame/render.tsx';

type SetupErrors = Partial<Record<keyof BootstrapForm, string>>;

/** After a refusal, secret and password stay empty. */
const SetupForm: FC<{ values?: Record<string, string>; errors?: SetupErrors; error?: string }> = ({
  values = {},
  errors = {},
  error,
}) => (
  <form class="form" method="post" action="/setup">
    <FormError message={error} />
    <InputField
      name="secret"
      label="Bootstrap secret"
      hint="The value of BOOTSTRAP_SECRET that this Rollcall was deployed with. It works once."
      type="password"
      autocomplete="off"
      error={errors.secret}
      required
      autofocus
    />
    <InputField name="name" label="Company" value={values.name} error={errors.name} required maxlength={80} />
    <InputField
      name="slug"
      label="Address"
      hint="The first part of every address: /acme. Small letters, digits and hyphens."
      value={values.slug}
      error={errors.slug}
      required
      maxlength={40}
    />
    <InputField
      name="email"
      label="Your e-mail"
      type="email"
      autocomplete="username"
      value={values.email}
      error={errors.email}
      required
      maxlength={254}
    />
    <InputField
      name="password"
      label="Your password"
      hint="At least 12 characters."
      type="password"
      autocomplete="new-password"
      error={errors.password}
      required
      maxlength={200}
    />
    <button class="button button-primary button-wide" type="submit">
      Set up
    </button>
  </form>
);

const SetupClosed: FC = () => (
  <p class="trouble">
    To add another tenant, give the Worker a new value (<code>wrangler secret put BOOTSTRAP_SECRET</code>, at least 16
    characters) and come back. To sign in, open your company’s address: <code>/your-company</code>.
  </p>
);

const SETUP_PAGE = { title: 'Set up Rollcall', context: 'Make your company’s tenant and its first admin.' };

const valuesSchema = z.object({ name: z.string(), slug: z.string(), email: z.string() }).partial().catch({});

/** Open once for each value of BOOTSTRAP_SECRET. */
export const setupPages = new Hono<TenantEnv>();

setupPages.get('/', async (c) => {
  if (await isSetUpOpen(c.env)) return renderBarePage(c, SETUP_PAGE, <SetupForm />);
  return renderBarePage(
    c,
    { title: 'Set-up is closed', context: 'Its bootstrap secret has been used.' },
    <SetupClosed />,
  );
});

setupPages.post('/', async (c) => {
  const body = await c.req.parseBody();
  const values = valuesSchema.parse(body);
  const rerenderForm = (code: FaultCode, errors: SetupErrors, error?: string) => {
    if (code === 'too_many_attempts') c.header('Retry-After', '60');
    return renderBarePage(c, SETUP_PAGE, <SetupForm values={values} errors={errors} error={error} />, authStatus(code));
  };
  const form = bootstrapSchema.safeParse(body);
  if (!form.success) {
    const { fieldErrors, formErrors } = z.flattenError(form.error);
    const errors = Object.fromEntries(Object.entries(fieldErrors).map(([name, messages]) => [name, messages[0]]));
    return rerenderForm('invalid_body', errors, formErrors[0]);
  }
  const created = await bootstrap(c.env, form.data, clientIp(c), Date.now());
  if (!created.ok) return rerenderForm(created.fault.code, {}, describeFault(created.fault));
  return c.redirect(`/${created.value.slug}/sign-in`, 303);
});
