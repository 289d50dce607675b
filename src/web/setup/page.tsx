import type { FC } from 'hono/jsx';
import type { BootstrapForm } from '../../auth/bootstrap.ts';
import { Field, FormError } from '../frame/fields.tsx';

export type SetupErrors = Partial<Record<keyof BootstrapForm, string>>;

/** The form that makes a tenant and its first admin. Secret and password are never filled in again. */
export const SetupForm: FC<{ values?: Record<string, string>; errors?: SetupErrors; error?: string }> = ({
  values = {},
  errors = {},
  error,
}) => (
  <form class="form" method="post" action="/setup">
    <FormError message={error} />
    <Field
      name="secret"
      label="Bootstrap secret"
      hint="The value of BOOTSTRAP_SECRET that this Rollcall was deployed with. It works once."
      type="password"
      autocomplete="off"
      error={errors.secret}
      required
      autofocus
    />
    <Field name="name" label="Company" value={values.name} error={errors.name} required maxlength={80} />
    <Field
      name="slug"
      label="Address"
      hint="The first part of every address: /acme. Small letters, digits and hyphens."
      value={values.slug}
      error={errors.slug}
      required
      maxlength={40}
    />
    <Field
      name="email"
      label="Your e-mail"
      type="email"
      autocomplete="username"
      value={values.email}
      error={errors.email}
      required
      maxlength={254}
    />
    <Field
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

/** What stands at /setup once the secret is used. */
export const SetupClosed: FC = () => (
  <p class="trouble">
    To add another tenant, give the Worker a new value (<code>wrangler secret put BOOTSTRAP_SECRET</code>, at least 16
    characters) and come back. To sign in, open your company’s address: <code>/your-company</code>.
  </p>
);
