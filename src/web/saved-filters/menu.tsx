import type { FC } from 'hono/jsx';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { dialogLink } from '../frame/dialog.tsx';
import { Icon } from '../frame/icons.tsx';
import type { SavedFilterKind } from './kind.ts';

interface SavedFilterMenuProps {
  kind: SavedFilterKind;
  listPath: string;
  saved: readonly SavedFilter[];
  current: string | null;
  canManage: boolean;
}

export const SavedFilterMenu: FC<SavedFilterMenuProps> = ({ kind, listPath, saved, current, canManage }) =>
  saved.length === 0 ? null : (
    <details class="menu filter">
      <summary class="filter-add filter-saved">
        {current ?? kind.title}
        <Icon name="chevron" />
      </summary>
      <div class="menu-list menu-long">
        {saved.map((filter) => (
          <a
            href={`${listPath}?${kind.openQuery(filter)}`}
            aria-current={filter.name.toLowerCase() === current?.toLowerCase() ? 'true' : undefined}
          >
            {filter.name}
          </a>
        ))}
        {canManage && (
          <a class="menu-apart" href={`${listPath}/${kind.path.saved}`}>
            Manage {kind.title.toLowerCase()}
          </a>
        )}
      </div>
    </details>
  );

export const SaveFilterLink: FC<{ savedPath: string; query: URLSearchParams; label: string }> = ({
  savedPath,
  query,
  label,
}) => (
  <a class="button button-small" id="save-filter" {...dialogLink(`${savedPath}/new?${query}`)}>
    {label}
  </a>
);
