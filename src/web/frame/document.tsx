import type { FC, PropsWithChildren } from 'hono/jsx';

/** Small answers to a request that failed belong in a toast, not where its result would have gone. */
const REFUSALS_TO_TOASTS = Object.fromEntries(
  ['403', '404', '429', '5xx'].map((status) => [
    `hx-status:${status}:inherited`,
    'target:#toasts swap:beforeend push:false',
  ]),
);

/** A menu that somebody opened stays open when the row under it is renewed. */
const HTMX_CONFIG = JSON.stringify({ defaultTimeout: 30_000, morphIgnore: ['data-htmx-powered', 'open'] });

/** The HTML around every page. No inline script or style: the content security policy refuses both. */
export const Document: FC<PropsWithChildren<{ title: string; class?: string }>> = ({
  title,
  class: className,
  children,
}) => (
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
    <body class={className} {...REFUSALS_TO_TOASTS}>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      {children}
      <div id="toasts" class="toasts" role="status" aria-live="polite"></div>
    </body>
  </html>
);
