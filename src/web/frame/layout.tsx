import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import type { Actor } from '../../auth/actor.ts';
import type { Notice } from '../../store/notices/reader.ts';
import type { NoticeKind } from '../../store/notices/tables.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { Icon } from './icons.tsx';
import { homeUrl, type SectionKey, sectionsFor } from './navigation.ts';

/** Not 409 and 422, with which a dialog is rendered again. */
const ERRORS_TO_TOASTS = Object.fromEntries(
  ['403', '404', '429', '5xx'].map((status) => [
    `hx-status:${status}:inherited`,
    'target:#toasts swap:beforeend push:false',
  ]),
);

/** `open` is ignored, so that polling a row does not close its menu. */
const HTMX_CONFIG = JSON.stringify({ defaultTimeout: 30_000, morphIgnore: ['data-htmx-powered', 'open'] });

/** The content security policy forbids inline scripts and styles. */
const Document: FC<PropsWithChildren<{ title: string; class?: string }>> = ({ title, class: className, children }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>{title} · Rollcall</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="htmx-config" content={HTMX_CONFIG} />
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/assets/app.css" />
      <script src="/assets/vendor/htmx.min.js" defer></script>
      <script src="/assets/vendor/hx-sse.min.js" defer></script>
      <script src="/assets/app.js" defer></script>
    </head>
    <body class={className} {...ERRORS_TO_TOASTS}>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      {children}
      <div id="toasts" class="toasts" role="status" aria-live="polite"></div>
    </body>
  </html>
);

const NOTICE_LINKS: Record<NoticeKind, { path: string; label: string }> = {
  wrapper: { path: 'settings/integrations#data-sources', label: 'Data sources' },
};

/** Dismissing a notice removes it for every admin. */
const Notices: FC<{ tenant: Tenant; notices: readonly Notice[] }> = ({ tenant, notices }) =>
  notices.length > 0 && (
    <section class="notices" aria-label="Notices">
      {notices.map(({ id, kind, message }) => {
        const action = `/${tenant.slug}/notices/${id}/dismiss`;
        return (
          <form class="notice-line" method="post" action={action} hx-post={action} hx-target="this" hx-swap="delete">
            <p>
              {message} <a href={`/${tenant.slug}/${NOTICE_LINKS[kind].path}`}>{NOTICE_LINKS[kind].label}</a>
            </p>
            <button class="icon-button" type="submit" aria-label="Dismiss this notice">
              <Icon name="cross" />
            </button>
          </form>
        );
      })}
    </section>
  );

export interface PageProps {
  title: string;
  section?: SectionKey;
  context?: Child;
  /** The primary one last. */
  actions?: Child;
  notices?: readonly Notice[];
  drawer?: Child;
}

interface FrameProps {
  tenant: Tenant;
  actor: Actor;
  page: PageProps;
}

const Rail: FC<Omit<FrameProps, 'page'> & { section?: SectionKey }> = ({ tenant, actor, section }) => (
  <header class="rail">
    <a class="rail-tenant" href={homeUrl(tenant.slug, actor.role)}>
      <span class="rail-mark" aria-hidden="true">
        {[...tenant.name][0]?.toUpperCase()}
      </span>
      <span class="rail-name">{tenant.name}</span>
    </a>
    <nav class="rail-nav" aria-label="Main">
      {sectionsFor(actor.role).map(({ key, label, icon }) => (
        <a href={`/${tenant.slug}/${key}`} aria-current={key === section ? 'page' : undefined}>
          <Icon name={icon} />
          {label}
        </a>
      ))}
    </nav>
    <div class="rail-foot">
      <span class="rail-person" title={`${actor.label}, ${actor.role}`}>
        {actor.label}
      </span>
      <form method="post" action={`/${tenant.slug}/sign-out`}>
        <button class="rail-out" type="submit">
          <Icon name="leave" />
          Sign out
        </button>
      </form>
    </div>
  </header>
);

const PageHeader: FC<Pick<PageProps, 'title' | 'context' | 'actions'>> = ({ title, context, actions }) => (
  <div class="page-header">
    <div class="page-heading">
      <h1>{title}</h1>
      {context && <p class="page-context">{context}</p>}
    </div>
    {actions && <div class="page-actions">{actions}</div>}
  </div>
);

export const Layout: FC<PropsWithChildren<FrameProps>> = ({ tenant, actor, page, children }) => (
  <Document title={`${page.title} · ${tenant.name}`} class="framed">
    <Rail tenant={tenant} actor={actor} section={page.section} />
    <div class="content">
      <Notices tenant={tenant} notices={page.notices ?? []} />
      <main id="main" tabindex={-1}>
        <PageHeader title={page.title} context={page.context} actions={page.actions} />
        {children}
      </main>
    </div>
    <div id="drawer">{page.drawer}</div>
    <dialog id="dialog" class="dialog" aria-labelledby="dialog-title" closedby="any">
      <div id="dialog-body"></div>
    </dialog>
  </Document>
);

export const BareLayout: FC<PropsWithChildren<{ title: string; context?: Child }>> = ({ title, context, children }) => (
  <Document title={title} class="bare">
    <main id="main" class="bare-box" tabindex={-1}>
      <p class="bare-mark">Rollcall</p>
      <h1>{title}</h1>
      {context && <p class="page-context">{context}</p>}
      {children}
    </main>
  </Document>
);
