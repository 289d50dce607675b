import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { TenantEnv } from '../../auth/actor.ts';
import { Icon } from '../frame/icons.tsx';
import { homeOf } from '../frame/sections.ts';
import { showBare, showPage, showPart, wantsPart } from '../frame/show.tsx';

/** What happened, why, what to do, and what to quote when asking about it. */
export interface Trouble {
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
const TroubleToast: FC<{ trouble: Trouble }> = ({ trouble: { title, why, reference } }) => (
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
export function showTrouble(c: Context<TenantEnv>, trouble: Trouble): Response | Promise<Response> {
  const { status, title, why, todo, reference } = trouble;
  if (wantsPart(c)) return showPart(c, <TroubleToast trouble={trouble} />, status);
  const { store, actor } = c.var;
  const body = (
    <>
      <div class="trouble">
        {todo && <p>{todo}</p>}
        {reference && <Reference id={reference} />}
      </div>
      {store && actor && (
        <p>
          <a class="button" href={homeOf(store.tenant.slug, actor.role)}>
            Back to the start
          </a>
        </p>
      )}
    </>
  );
  if (store && actor) return showPage(c, { title, context: why }, body, status);
  return showBare(c, { title, context: why }, body, status);
}
