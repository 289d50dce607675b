import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { Icon } from './icons.tsx';
import { FilterChip } from './table.tsx';
import { buildUrl } from './urls.ts';

type FilterValues = Record<string, string | number | undefined>;

/** @param keys of the query parameters that it consists of */
export interface ActiveFilter {
  name: string;
  value: string;
  keys: string[];
}

export const ActiveFilters: FC<{ path: string; query: FilterValues; chips: ActiveFilter[] }> = ({
  path,
  query,
  chips,
}) => (
  <>
    {chips.map(({ name, value, keys }) => (
      <FilterChip
        name={name}
        value={value}
        removeUrl={buildUrl(path, Object.fromEntries(Object.entries(query).filter(([key]) => !keys.includes(key))))}
      />
    ))}
    {chips.length > 1 && (
      <a class="button button-small" href={path}>
        Clear all
      </a>
    )}
  </>
);

export const FilterDetails: FC<PropsWithChildren<{ label: string; open?: boolean }>> = ({ label, open, children }) => (
  <details class="menu filter" open={open}>
    <summary class="filter-add">
      <Icon name="plus" />
      {label}
    </summary>
    {children}
  </details>
);

/** Keeps all other filters. @param keys of the query parameters that the form sets */
export const FilterMenu: FC<
  PropsWithChildren<{ label: string; path: string; query: FilterValues; keys: string[] }>
> = ({ label, path, query, keys, children }) => (
  <FilterDetails label={label}>
    <form class="menu-list filter-form" method="get" action={path}>
      {Object.entries(query).map(
        ([key, value]) =>
          value !== undefined && !keys.includes(key) && <input type="hidden" name={key} value={String(value)} />,
      )}
      {children}
      <button class="button button-small" type="submit">
        Show
      </button>
    </form>
  </FilterDetails>
);

export const FilterLinks: FC<{
  label: string;
  path: string;
  query: FilterValues;
  name: string;
  options: readonly (readonly [value: string, label: string])[];
}> = ({ label, path, query, name, options }) => (
  <FilterDetails label={label}>
    <div class="menu-list">
      {options.map(([value, text]) => (
        <a href={buildUrl(path, { ...query, [name]: value })} aria-current={query[name] === value ? 'true' : undefined}>
          {text}
        </a>
      ))}
    </div>
  </FilterDetails>
);

export const FilterControl: FC<PropsWithChildren<{ label: string; for: string }>> = ({ label, for: id, children }) => (
  <div class="field">
    <label for={id}>{label}</label>
    {children}
  </div>
);

export const FilterSelect: FC<{
  label: string;
  path: string;
  query: FilterValues;
  name: string;
  options: readonly (readonly [value: string, label: string])[];
}> = ({ label, path, query, name, options }) => (
  <FilterMenu label={label} path={path} query={query} keys={[name]}>
    <FilterControl label={label} for={`filter-${name}`}>
      <select class="input" id={`filter-${name}`} name={name}>
        {options.map(([value, text]) => (
          <option value={value} selected={value === query[name]}>
            {text}
          </option>
        ))}
      </select>
    </FilterControl>
  </FilterMenu>
);

export const FilterBar: FC<PropsWithChildren<{ subject: string; search?: Child }>> = ({
  subject,
  search,
  children,
}) => (
  <section class="filters" aria-label={`Filters for ${subject}`}>
    {search}
    {children}
  </section>
);

/** The script of the page focuses it on `/`. */
export const SearchBox: FC<{
  path: string;
  value: string | undefined;
  label: string;
  /** A key may occur more than once. */
  preserved?: readonly (readonly [key: string, value: string])[];
}> = ({ path, value, label, preserved = [] }) => (
  <form class="search" method="get" action={path}>
    <Icon name="search" />
    {preserved.map(([key, text]) => (
      <input type="hidden" name={key} value={text} />
    ))}
    <input class="input" type="search" name="q" value={value} placeholder={label} aria-label={label} data-search />
  </form>
);
