import type { FC } from 'hono/jsx';
import { describeFault } from '../../domain/fault.ts';
import { asks } from '../frame/dialog.tsx';
import { Icon } from '../frame/icons.tsx';
import { Empty, Pager } from '../frame/table.tsx';
import { UserFilters } from './filters.tsx';
import { type UserChoice, type UserList, withQuery } from './list.ts';
import { UserRow } from './parts.tsx';

const COLUMNS = ['Full name', 'Email', 'Employee ID', 'Department', 'Title', 'Status'];

/** Opens the question that leads to the file. */
export const ExportButton: FC<{ at: string; choice: UserChoice }> = ({ at, choice }) => (
  <a class="button" id="export-users" {...asks(withQuery(`${at}/export`, choice.query))}>
    Export CSV
  </a>
);

const Nothing: FC<UserList> = ({ at, choice, isAdmin, syncs }) => {
  if (choice.query.size > 0) {
    return (
      <Empty title="Nobody matches" icon="users">
        {choice.search && <p>Searched: names, e-mails (old ones too) and employee IDs.</p>}
        <a class="button" href={at}>
          Show everybody
        </a>
      </Empty>
    );
  }
  return (
    <Empty title="Nobody is in the directory yet" icon="users">
      <p>People come in with the first sync that uses its data to update users.</p>
      {isAdmin && (
        <a class="button button-primary" href={syncs}>
          Go to syncs
        </a>
      )}
    </Empty>
  );
};

const Rows: FC<UserList> = ({ at, choice, users, previous, next }) => {
  const first = users[0]?.id;
  const last = users.at(-1)?.id;
  const place = (side: 'before' | 'after', id: number): string => {
    const query = new URLSearchParams(choice.query);
    query.set(side, String(id));
    return withQuery(at, query);
  };
  return (
    <>
      <div class="table-box">
        <table class="table">
          <caption class="visually-hidden">Users</caption>
          <thead>
            <tr>
              {COLUMNS.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <UserRow user={user} at={at} />
            ))}
          </tbody>
        </table>
      </div>
      <Pager
        words={['Previous', 'Next']}
        newer={previous && first ? place('before', first) : null}
        older={next && last ? place('after', last) : null}
      />
    </>
  );
};

/** The directory. */
export const UserListPart: FC<UserList> = (list) => (
  <>
    <UserFilters {...list} />
    {list.fault ? (
      <p class="notice notice-failed" role="alert">
        <Icon name="alert" />
        {describeFault(list.fault)}
      </p>
    ) : list.users.length === 0 ? (
      <Nothing {...list} />
    ) : (
      <Rows {...list} />
    )}
  </>
);
