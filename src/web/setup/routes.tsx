import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { TenantEnv } from '../../auth/actor.ts';
import { bootstrap, bootstrapSchema, isSetUpOpen } from '../../auth/bootstrap.ts';
import { authStatus } from '../../auth/refuse.ts';
import { describeFault, type FaultCode } from '../../domain/fault.ts';
import { showBare } from '../frame/show.tsx';
import { SetupClosed, type SetupErrors, SetupForm } from './page.tsx';

const FRAME = { title: 'Set up Rollcall', context: 'Make your company’s tenant and its first admin.' };

/** What may be shown again after a refusal. */
const valuesSchema = z.object({ name: z.string(), slug: z.string(), email: z.string() }).partial().catch({});

/** `/setup`: opens once per value of BOOTSTRAP_SECRET. */
export const setupPages = new Hono<TenantEnv>();

setupPages.get('/', async (c) => {
  if (await isSetUpOpen(c.env)) return showBare(c, FRAME, <SetupForm />);
  return showBare(c, { title: 'Set-up is closed', context: 'Its bootstrap secret has been used.' }, <SetupClosed />);
});

setupPages.post('/', async (c) => {
  const body = await c.req.parseBody();
  const values = valuesSchema.parse(body);
  const again = (code: FaultCode, errors: SetupErrors, error?: string) => {
    if (code === 'too_many_attempts') c.header('Retry-After', '60');
    return showBare(c, FRAME, <SetupForm values={values} errors={errors} error={error} />, authStatus(code));
  };
  const form = bootstrapSchema.safeParse(body);
  if (!form.success) {
    const { fieldErrors, formErrors } = z.flattenError(form.error);
    const errors = Object.fromEntries(Object.entries(fieldErrors).map(([name, messages]) => [name, messages[0]]));
    return again('invalid_body', errors, formErrors[0]);
  }
  const made = await bootstrap(c.env, form.data, clientAddress(c), Date.now());
  if (!made.ok) return again(made.fault.code, {}, describeFault(made.fault));
  return c.redirect(`/${made.value.slug}/sign-in`, 303);
});

const clientAddress = (c: Context): string | null => c.req.header('CF-Connecting-IP') ?? null;
