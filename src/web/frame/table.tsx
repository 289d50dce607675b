import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { Icon, type IconName } from './icons.tsx';

/** The ⋯ menu of a row: its children are links and buttons. Opens without a script. */
export const RowMenu: FC<PropsWithChildren<{ of: string; id: string }>> = ({ of, id, children }) => (
  <details class="menu">
    <summary class="icon-button" id={id} aria-label={`Actions for ${of}`}>
      <Icon name="more" />
    </summary>
    <div class="menu-list">{children}</div>
  </details>
);

/** Newer / Older below a list. A missing address greys its side out. */
export const Pager: FC<{ newer: string | null; older: string | null; children?: Child }> = ({
  newer,
  older,
  children,
}) => (
  <nav class="pager" aria-label="Pages">
    <span class="pager-count">{children}</span>
    <PagerLink id="pager-newer" href={newer} word="Newer" rel="prev" />
    <PagerLink id="pager-older" href={older} word="Older" rel="next" />
  </nav>
);

const PagerLink: FC<{ id: string; href: string | null; word: 'Newer' | 'Older'; rel: string }> = (link) => {
  const content = link.word === 'Newer' ? [<Icon name="newer" />, link.word] : [link.word, <Icon name="older" />];
  return link.href ? (
    <a class="button" id={link.id} href={link.href} rel={link.rel}>
      {content}
    </a>
  ) : (
    <span class="button" id={link.id} aria-disabled="true">
      {content}
    </span>
  );
};

/** What stands where a list has nothing: what it means, and what to do next. */
export const Empty: FC<PropsWithChildren<{ title: string; icon?: IconName }>> = ({
  title,
  icon = 'empty',
  children,
}) => (
  <div class="empty">
    <Icon name={icon} />
    <p class="empty-title">{title}</p>
    {children}
  </div>
);

/** A filter that is on, as a chip in the bar above a list; `off` is the address of the list without it. */
export const Chip: FC<{ name: string; value: string; off: string }> = ({ name, value, off }) => (
  <span class="chip">
    <span class="chip-name">{name}</span> {value}
    <a class="chip-off" href={off} aria-label={`Remove the filter ${name}`}>
      <Icon name="cross" />
    </a>
  </span>
);
