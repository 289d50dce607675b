import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { Icon } from './icons.tsx';
import { formatCount } from './labels.ts';

/** Swapped into #drawer. @param close URL of the page under it */
export const Drawer: FC<PropsWithChildren<{ title: Child; context?: Child; close: string }>> = ({
  title,
  context,
  close,
  children,
}) => (
  <aside class="drawer" aria-labelledby="drawer-title">
    <div class="drawer-head">
      <div class="page-heading">
        <h2 id="drawer-title" tabindex={-1}>
          {title}
        </h2>
        {context && <p class="page-context">{context}</p>}
      </div>
      <a class="icon-button" href={close} data-drawer-close aria-label="Close">
        <Icon name="cross" />
      </a>
    </div>
    <div class="drawer-body">{children}</div>
  </aside>
);

interface Tab {
  id: string;
  label: string;
  href: string;
  current: boolean;
  count?: number;
}

/** @param target selector that htmx replaces; without it the page loads */
export const Tabs: FC<{ label: string; target?: string; tabs: Tab[] }> = ({ label, target, tabs }) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map(({ id, label: text, href, current, count }) => (
      <a
        class="tab"
        id={id}
        href={href}
        aria-current={current ? 'page' : undefined}
        {...(target && { 'hx-get': href, 'hx-target': target, 'hx-push-url': 'true' })}
      >
        {text}
        {count !== undefined && <span class="tab-count">{formatCount(count)}</span>}
      </a>
    ))}
  </nav>
);

export type Fact = [name: string, value: Child];

export const Facts: FC<{ facts: readonly Fact[]; class?: 'facts' | 'facts-grid' }> = ({
  facts,
  class: className = 'facts',
}) => (
  <dl class={className}>
    {facts.map(([name, value]) => (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
