import type { FC } from 'hono/jsx';
import type { SavedFilter } from '../../store/saved-filters.ts';
import { asks } from '../frame/dialog.tsx';
import { Empty, HeadRow, RowMenu } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import type { SavedFilterKind } from './kind.ts';

/** All that the list of saved filters shows. */
interface SavedFilters {
  kind: SavedFilterKind;
  /** The list that they filter. */
  at: string;
  saved: readonly { filter: SavedFilter; words: string }[];
  isAdmin: boolean;
  now: number;
}

const Row: FC<Omit<SavedFilters, 'saved'> & { filter: SavedFilter; words: string }> = ({
  kind,
  at,
  filter,
  words,
  isAdmin,
  now,
}) => (
  <tr data-row>
    <td data-label="Name">
      <a class="row-link" href={`${at}?${kind.open(filter)}`}>
        {filter.name}
      </a>
    </td>
    <td data-label="Shows">{words}</td>
    <td data-label="Created by">{filter.createdBy}</td>
    <td data-label="Created at">
      <Time at={filter.createdAt} now={now} />
    </td>
    <td class="cell-menu">
      {isAdmin && (
        <RowMenu of={filter.name} id={`saved-${filter.id}-menu`}>
          <a {...asks(`${at}/${kind.path.saved}/${filter.id}/rename`)}>Rename</a>
          <a class="menu-danger" {...asks(`${at}/${kind.path.saved}/${filter.id}/delete`)}>
            Delete
          </a>
        </RowMenu>
      )}
    </td>
  </tr>
);

/** The saved filters of a list. */
export const SavedFiltersPart: FC<SavedFilters> = ({ saved, ...rest }) =>
  saved.length === 0 ? (
    <Empty title={`There is no ${rest.kind.noun} yet`}>
      <p>Filter the list, then save what it shows under a name.</p>
      <a class="button" href={rest.at}>
        Go to the list
      </a>
    </Empty>
  ) : (
    <div class="table-box">
      <table class="table">
        <caption class="visually-hidden">{rest.kind.title}</caption>
        <HeadRow columns={['Name', 'Shows', 'Created by', 'Created at']} />
        <tbody>
          {saved.map((one) => (
            <Row {...rest} {...one} />
          ))}
        </tbody>
      </table>
    </div>
  );
