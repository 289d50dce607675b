import type { FC } from 'hono/jsx';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { dialogLink } from '../frame/dialog.tsx';
import { Icon } from '../frame/icons.tsx';

interface SavedFilterMenuProps {
  /** The list that they filter. */
  at: string;
  /** Where they are kept, below it. */
  path: string;
  title: string;
  saved: readonly SavedFilter[];
  /** The address of the list as one of them shows it. */
  open: (filter: SavedFilter) => string;
  /** The name of the one that is on. */
  current?: string | null;
  /** Whether the reader can change them. */
  manage: boolean;
}

/** Saved filters to choose from; nothing while there is none. */
export const SavedFilterMenu: FC<SavedFilterMenuProps> = ({ at, path, title, saved, open, current = null, manage }) =>
  saved.length === 0 ? null : (
    <details class="menu filter">
      <summary class="filter-add filter-saved">
        {current ?? title}
        <Icon name="chevron" />
      </summary>
      <div class="menu-list menu-long">
        {saved.map((filter) => (
          <a
            href={open(filter)}
            aria-current={filter.name.toLowerCase() === current?.toLowerCase() ? 'true' : undefined}
          >
            {filter.name}
          </a>
        ))}
        {manage && (
          <a class="menu-apart" href={`${at}/${path}`}>
            Manage {title.toLowerCase()}
          </a>
        )}
      </div>
    </details>
  );

/** Asks for the name under which to save what is filtered now. @param at where they are kept */
export const SaveFilterLink: FC<{ at: string; query: URLSearchParams; word: string }> = ({ at, query, word }) => (
  <a class="button button-small" id="save-filter" {...dialogLink(`${at}/new?${query}`)}>
    {word}
  </a>
);
