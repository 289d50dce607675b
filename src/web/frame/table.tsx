import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { Icon, type IconName } from './icons.tsx';

export const RowMenu: FC<PropsWithChildren<{ subject: string; id: string }>> = ({ subject, id, children }) => (
  <details class="menu">
    <summary class="icon-button" id={id} aria-label={`Actions for ${subject}`}>
      <Icon name="more" />
    </summary>
    <div class="menu-list">{children}</div>
  </details>
);

/** A null link is disabled. */
export const Pagination: FC<{
  newer: string | null;
  older: string | null;
  labels?: readonly [newer: string, older: string];
  children?: Child;
}> = ({ newer, older, labels = ['Newer', 'Older'], children }) => (
  <nav class="pager" aria-label="Pages">
    <span class="pager-count">{children}</span>
    <PaginationLink id="pager-newer" href={newer} rel="prev">
      <Icon name="newer" />
      {labels[0]}
    </PaginationLink>
    <PaginationLink id="pager-older" href={older} rel="next">
      {labels[1]}
      <Icon name="older" />
    </PaginationLink>
  </nav>
);

const PaginationLink: FC<PropsWithChildren<{ id: string; href: string | null; rel: string }>> = ({
  id,
  href,
  rel,
  children,
}) =>
  href ? (
    <a class="button" id={id} href={href} rel={rel}>
      {children}
    </a>
  ) : (
    <span class="button" id={id} aria-disabled="true">
      {children}
    </span>
  );

export const EmptyState: FC<PropsWithChildren<{ title: string; icon?: IconName }>> = ({
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

export const FilterChip: FC<{ name: string; value: string; removeUrl: string }> = ({ name, value, removeUrl }) => (
  <span class="chip">
    <span class="chip-name">{name}</span> {value}
    <a class="chip-off" href={removeUrl} aria-label={`Remove the filter ${name}`}>
      <Icon name="cross" />
    </a>
  </span>
);

export const ListTable: FC<
  PropsWithChildren<{ caption: Child; columns: readonly string[]; menu?: boolean; class?: string }>
> = ({ caption, columns, menu, class: className = 'table', children }) => (
  <div class="table-box">
    <table class={className}>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th scope="col">{name}</th>
          ))}
          {menu && (
            <th scope="col">
              <span class="visually-hidden">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      {children}
    </table>
  </div>
);

export const BreakableEmail: FC<{ text: string }> = ({ text }) => {
  const at = text.indexOf('@') + 1;
  return at === 0 ? (
    <span>{text}</span>
  ) : (
    <span>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </span>
  );
};
