import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { Icon } from './icons.tsx';
import { FilterChip } from './table.tsx';
import { buildUrl } from './urls.ts';

type FilterValues = Record<string, string | number | undefined>;

/** A filter that is on, in words, with the parts of the query that it stands for. */
export interface ActiveFilter {
  name: string;
  value: string;
  keys: string[];
}

/** Filters that are on, as chips; each can be taken off alone. */
export const ActiveFilters: FC<{ path: string; choice: FilterValues; chips: ActiveFilter[] }> = ({
  path,
  choice,
  chips,
}) => (
  <>
    {chips.map(({ name, value, keys }) => (
      <FilterChip
        name={name}
        value={value}
        off={buildUrl(path, Object.fromEntries(Object.entries(choice).filter(([key]) => !keys.includes(key))))}
      />
    ))}
    {chips.length > 1 && (
      <a class="button button-small" href={path}>
        Clear all
      </a>
    )}
  </>
);

/** A filter to choose: opens a small form that keeps every other filter. */
export const FilterMenu: FC<
  PropsWithChildren<{ word: string; path: string; choice: FilterValues; keys: string[] }>
> = ({ word, path, choice, keys, children }) => (
  <details class="menu filter">
    <summary class="filter-add">
      <Icon name="plus" />
      {word}
    </summary>
    <form class="menu-list filter-form" method="get" action={path}>
      {Object.entries(choice).map(
        ([key, value]) =>
          value !== undefined && !keys.includes(key) && <input type="hidden" name={key} value={String(value)} />,
      )}
      {children}
      <button class="button button-small" type="submit">
        Show
      </button>
    </form>
  </details>
);

/** A filter of few values: each is a link. */
export const FilterLinks: FC<{
  word: string;
  path: string;
  choice: FilterValues;
  name: string;
  options: readonly (readonly [value: string, word: string])[];
}> = ({ word, path, choice, name, options }) => (
  <details class="menu filter">
    <summary class="filter-add">
      <Icon name="plus" />
      {word}
    </summary>
    <div class="menu-list">
      {options.map(([value, label]) => (
        <a
          href={buildUrl(path, { ...choice, [name]: value })}
          aria-current={choice[name] === value ? 'true' : undefined}
        >
          {label}
        </a>
      ))}
    </div>
  </details>
);

/** A small labelled control of a filter's form. */
export const FilterControl: FC<PropsWithChildren<{ label: string; for: string }>> = ({ label, for: id, children }) => (
  <div class="field">
    <label for={id}>{label}</label>
    {children}
  </div>
);

/** The bar itself. */
export const FilterBar: FC<PropsWithChildren<{ of: string; search?: Child }>> = ({ of, search, children }) => (
  <section class="filters" aria-label={`Filters for ${of}`}>
    {search}
    {children}
  </section>
);

/** A search box as a form of its own; `/` puts the cursor there. */
export const SearchBox: FC<{
  path: string;
  value: string | undefined;
  label: string;
  /** What else the address keeps; a key may be there more than once. */
  keep?: readonly (readonly [key: string, value: string])[];
}> = ({ path, value, label, keep = [] }) => (
  <form class="search" method="get" action={path}>
    <Icon name="search" />
    {keep.map(([key, kept]) => (
      <input type="hidden" name={key} value={kept} />
    ))}
    <input class="input" type="search" name="q" value={value} placeholder={label} aria-label={label} data-search />
  </form>
);
