import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { Icon } from './icons.tsx';
import { addressOf } from './query.ts';
import { Chip } from './table.tsx';

type Choice = Record<string, string | number | undefined>;

/** A filter that is on, in words, with the parts of the query that it stands for. */
export interface ChipOf {
  name: string;
  value: string;
  keys: string[];
}

/** Filters that are on, as chips; each can be taken off alone. */
export const Chips: FC<{ path: string; choice: Choice; chips: ChipOf[] }> = ({ path, choice, chips }) => (
  <>
    {chips.map(({ name, value, keys }) => (
      <Chip
        name={name}
        value={value}
        off={addressOf(path, Object.fromEntries(Object.entries(choice).filter(([key]) => !keys.includes(key))))}
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
export const FilterMenu: FC<PropsWithChildren<{ word: string; path: string; choice: Choice; keys: string[] }>> = ({
  word,
  path,
  choice,
  keys,
  children,
}) => (
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
  choice: Choice;
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
          href={addressOf(path, { ...choice, [name]: value })}
          aria-current={choice[name] === value ? 'true' : undefined}
        >
          {label}
        </a>
      ))}
    </div>
  </details>
);

/** A small labelled control of a filter's form. */
export const FilterField: FC<PropsWithChildren<{ label: string; for: string }>> = ({ label, for: id, children }) => (
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
