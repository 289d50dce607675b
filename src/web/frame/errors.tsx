import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Child, FC } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refuse, TenantEnv } from '../../auth/actor.ts';
import { authStatus } from '../../auth/refuse.ts';
import { describeFault, type FaultCode } from '../../domain/shared/fault.ts';
import { Icon } from './icons.tsx';
import { homeUrl } from './navigation.ts';
import { isFragmentRequest, renderBarePage, renderFragment, renderPage } from './render.tsx';

/** What happened, why, what to do, and what to quote when asking about it. */
export interface PageError {
  status: ContentfulStatusCode;
  title: string;
  why: string;
  todo?: Child;
  /** Shown only where somebody can find more by it: in the logs. */
  reference?: string;
}

const Reference: FC<{ id: string }> = ({ id }) => (
  <p class="trouble-reference">
    Reference <code>{id}</code>
  </p>
);

/** The toast that a refused htmx request leaves. */
const ErrorToast: FC<{ trouble: PageError }> = ({ trouble: { title, why, reference } }) => (
  <div class="toast toast-failed" role="alert">
    <Icon name="alert" />
    <div class="toast-text">
      <strong>{title}.</strong> {why}
      {reference && <Reference id={reference} />}
    </div>
    <button type="button" class="icon-button" data-toast-close aria-label="Dismiss">
      <Icon name="cross" />
    </button>
  </div>
);

/** Answers with a designed page about what went wrong; inside the frame for somebody who is signed in. */
export function renderError(c: Context<TenantEnv>, trouble: PageError): Response | Promise<Response> {
  const { status, title, why, todo, reference } = trouble;
  if (isFragmentRequest(c)) return renderFragment(c, <ErrorToast trouble={trouble} />, status);
  const { store, actor } = c.var;
  const body = (
    <>
      <div class="trouble">
        {todo && <p>{todo}</p>}
        {reference && <Reference id={reference} />}
      </div>
      {store && actor && (
        <p>
          <a class="button" href={homeUrl(store.tenant.slug, actor.role)}>
            Back to the start
          </a>
        </p>
      )}
    </>
  );
  if (store && actor) return renderPage(c, { title, context: why }, body, status);
  return renderBarePage(c, { title, context: why }, body, status);
}

/** Titles of what pages refuse; every other fault is shown by the page that met it. */
const REFUSAL_TITLES: Partial<Record<FaultCode, string>> = {
  not_found: 'Not found',
  forbidden: 'Refused',
  unauthenticated: 'Sign in first',
  too_many_attempts: 'Too many attempts',
};

/** How pages word a refusal. */
export const refusalPage: Refuse = (c, why) => {
  if (why.code === 'not_found') return notFoundPage(c);
  if (why.code === 'too_many_attempts') c.header('Retry-After', '60');
  return renderError(c, {
    status: authStatus(why.code),
    title: REFUSAL_TITLES[why.code] ?? 'Refused',
    why: describeFault(why),
  });
};

/** One page for what is not there, what is another tenant's, and what is not for a viewer. */
export const notFoundPage: NotFoundHandler<TenantEnv> = (c) =>
  renderError(c, {
    status: 404,
    title: 'Not found',
    why: 'There is nothing at this address, or it is not yours to see.',
    todo: 'Check the address. If somebody sent you the link, ask them whether you have access.',
  });

/** Breakage: logged with the request's ID, which the page shows; never with what was sent. */
export const errorPage: ErrorHandler<TenantEnv> = (error, c) => {
  if (error instanceof HTTPException && error.status < 500) {
    const why = 'This came from another site, or was not understood, so nothing was done.';
    return renderError(c, { status: 403, title: 'Refused', why, todo: 'Open the page here and try again.' });
  }
  const reference = c.var.requestId;
  console.error(JSON.stringify({ level: 'error', request_id: reference, path: c.req.path, error: error.stack }));
  return renderError(c, {
    status: 500,
    title: 'Something broke',
    why: 'Rollcall could not finish this request. The fault is ours, not yours.',
    todo: 'Try again in a moment. If it stays, give the reference below to whoever runs this Rollcall.',
    reference,
  });
};
