import type { FC } from 'hono/jsx';
import { Field, FormError } from '../frame/fields.tsx';

/** The sign-in form. What was typed stays, but for the password. */
export const SignInForm: FC<{ slug: string; email?: string; next?: string; error?: string }> = ({
  slug,
  email,
  next,
  error,
}) => (
  <form class="form" method="post" action={`/${slug}/sign-in`}>
    <FormError message={error} />
    {next && <input type="hidden" name="next" value={next} />}
    <Field
      name="email"
      label="E-mail"
      type="email"
      autocomplete="username"
      value={email}
      required
      autofocus={!email}
      maxlength={254}
    />
    <Field
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
