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

interface PageError {
  status: ContentfulStatusCode;
  title: string;
  explanation: string;
  advice?: Child;
  /** The request ID, when the error was logged with it. */
  reference?: string;
}

const Reference: FC<{ id: string }> = ({ id }) => (
  <p class="trouble-reference">
    Reference <code>{id}</code>
  </p>
);

const ErrorToast: FC<{ error: PageError }> = ({ error: { title, explanation, reference } }) => (
  <div class="toast toast-failed" role="alert">
    <Icon name="alert" />
    <div class="toast-text">
      <strong>{title}.</strong> {explanation}
      {reference && <Reference id={reference} />}
    </div>
    <button type="button" class="icon-button" data-toast-close aria-label="Dismiss">
      <Icon name="cross" />
    </button>
  </div>
);

/** A toast for htmx, in the layout of the tenant with a session, else a bare page. */
export function renderError(c: Context<TenantEnv>, error: PageError): Response | Promise<Response> {
  const { status, title, explanation, advice, reference } = error;
  if (isFragmentRequest(c)) return renderFragment(c, <ErrorToast error={error} />, status);
  const { store, actor } = c.var;
  const body = (
    <>
      <div class="trouble">
        {advice && <p>{advice}</p>}
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
  if (store && actor) return renderPage(c, { title, context: explanation }, body, status);
  return renderBarePage(c, { title, context: explanation }, body, status);
}

const REFUSAL_TITLES: Partial<Record<FaultCode, string>> = {
  not_found: 'Not found',
  forbidden: 'Refused',
  unauthenticated: 'Sign in first',
  too_many_attempts: 'Too many attempts',
};

export const refusalPage: Refuse = (c, refusal) => {
  if (refusal.code === 'not_found') return notFoundPage(c);
  if (refusal.code === 'too_many_attempts') c.header('Retry-After', '60');
  return renderError(c, {
    status: authStatus(refusal.code),
    title: REFUSAL_TITLES[refusal.code] ?? 'Refused',
    explanation: describeFault(refusal),
  });
};

/** For what does not exist, belongs to another tenant, or is hidden from viewers: none can be told apart. */
export const notFoundPage: NotFoundHandler<TenantEnv> = (c) =>
  renderError(c, {
    status: 404,
    title: 'Not found',
    explanation: 'There is nothing at this address, or it is not yours to see.',
    advice: 'Check the address. If somebody sent you the link, ask them whether you have access.',
  });

/** Logs the request ID, which the page shows, and never the request's data. */
export const errorPage: ErrorHandler<TenantEnv> = (error, c) => {
  if (error instanceof HTTPException && error.status < 500) {
    const explanation = 'This came from another site, or was not understood, so nothing was done.';
    return renderError(c, { status: 403, title: 'Refused', explanation, advice: 'Open the page here and try again.' });
  }
  const reference = c.var.requestId;
  console.error(JSON.stringify({ level: 'error', request_id: reference, path: c.req.path, error: error.stack }));
  return renderError(c, {
    status: 500,
    title: 'Something broke',
    explanation: 'Rollcall could not finish this request. The fault is ours, not yours.',
    advice: 'Try again in a moment. If it stays, give the reference below to whoever runs this Rollcall.',
    reference,
  });
};

const CONFLICTS = new Set<FaultCode>([
  'sync_running',
  'sync_not_held',
  'sync_not_running',
  'plan_not_applicable',
  'plan_superseded',
  'snapshot_missing',
]);

export function faultStatus(code: FaultCode): 404 | 409 | 422 {
  if (code === 'not_found') return 404;
  return CONFLICTS.has(code) ? 409 : 422;
}
