import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { TenantEnv } from '../../auth/actor.ts';
import { BareLayout, Layout, type PageProps } from './layout.tsx';

type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** `HX-Request` does not tell: htmx sends it for whole pages too, and omits it when restoring history. */
export const isFragmentRequest = (c: Context): boolean => c.req.header('HX-Request-Type') === 'partial';

function send(c: Context, body: Markup, status: ContentfulStatusCode): Response | Promise<Response> {
  // The same URL serves pages and fragments.
  c.header('Vary', 'HX-Request-Type', { append: true });
  return c.html(body, status);
}

/** Requires a session. */
export async function renderPage(
  c: Context<TenantEnv>,
  page: PageProps,
  body: Child,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const { store, actor } = c.var;
  // An error page must not fail by reading the store again.
  const notices = actor.role === 'admin' && status < 500 ? await store.notices.listOpen() : [];
  return send(
    c,
    <>
      {raw('<!doctype html>')}
      <Layout tenant={store.tenant} actor={actor} page={{ notices, ...page }}>
        {body}
      </Layout>
    </>,
    status,
  );
}

export const renderFragment = (c: Context, fragment: Markup, status: ContentfulStatusCode = 200) =>
  send(c, fragment, status);

/** For pages that need no session: sign-in, set-up, errors. */
export const renderBarePage = (
  c: Context,
  page: { title: string; context?: Child },
  body: Child,
  status: ContentfulStatusCode = 200,
) =>
  send(
    c,
    <>
      {raw('<!doctype html>')}
      <BareLayout title={page.title} context={page.context}>
        {body}
      </BareLayout>
    </>,
    status,
  );
