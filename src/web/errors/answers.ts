import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Refuse, TenantEnv } from '../../auth/actor.ts';
import { authStatus } from '../../auth/refuse.ts';
import { describeFault, type FaultCode } from '../../domain/fault.ts';
import { showTrouble } from './pages.tsx';

/** Titles of what pages refuse; every other fault is shown by the page that met it. */
const TITLES: Partial<Record<FaultCode, string>> = {
  not_found: 'Not found',
  forbidden: 'Refused',
  unauthenticated: 'Sign in first',
  too_many_attempts: 'Too many attempts',
};

/** How pages word a refusal. */
export const refusePage: Refuse = (c, why) => {
  if (why.code === 'not_found') return notFoundPage(c);
  if (why.code === 'too_many_attempts') c.header('Retry-After', '60');
  return showTrouble(c, {
    status: authStatus(why.code),
    title: TITLES[why.code] ?? 'Refused',
    why: describeFault(why),
  });
};

/** One page for what is not there, what is another tenant's, and what is not for a viewer. */
export const notFoundPage: NotFoundHandler<TenantEnv> = (c) =>
  showTrouble(c, {
    status: 404,
    title: 'Not found',
    why: 'There is nothing at this address, or it is not yours to see.',
    todo: 'Check the address. If somebody sent you the link, ask them whether you have access.',
  });

/** Breakage: logged with the request's ID, which the page shows; never with what was sent. */
export const errorPage: ErrorHandler<TenantEnv> = (error, c) => {
  if (error instanceof HTTPException && error.status < 500) {
    const why = 'This came from another site, or was not understood, so nothing was done.';
    return showTrouble(c, { status: 403, title: 'Refused', why, todo: 'Open the page here and try again.' });
  }
  const reference = c.var.requestId;
  console.error(JSON.stringify({ level: 'error', request_id: reference, path: c.req.path, error: error.stack }));
  return showTrouble(c, {
    status: 500,
    title: 'Something broke',
    why: 'Rollcall could not finish this request. The fault is ours, not yours.',
    todo: 'Try again in a moment. If it stays, give the reference below to whoever runs this Rollcall.',
    reference,
  });
};
