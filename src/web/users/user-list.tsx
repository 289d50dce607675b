import type { FC } from 'hono/jsx';
import { describeFault } from '../../domain/shared/fault.ts';
import type { User } from '../../store/users/reader.ts';
import { dialogLink } from '../frame/dialog.tsx';
import { FormError } from '../frame/fields.tsx';
import { Icon } from '../frame/icons.tsx';
import { formatAttribute } from '../frame/labels.ts';
import { BreakableEmail, EmptyState, ListTable, Pagination } from '../frame/table.tsx';
import { buildUrl } from '../frame/urls.ts';
import type { UserFilterQuery, UserListData } from './load-users.ts';
import { UserFilters } from './user-filters.tsx';

const COLUMNS = ['Full name', 'Email', 'Employee ID', 'Department', 'Title', 'Status'];

export const ExportButton: FC<{ usersPath: string; filter: UserFilterQuery }> = ({ usersPath, filter }) => (
  <a class="button" id="export-users" {...dialogLink(buildUrl(`${usersPath}/export`, filter.params))}>
    Export CSV
  </a>
);

const NoUsers: FC<UserListData> = ({ usersPath, filter, isAdmin, syncsPath }) => {
  if (filter.params.size > 0) {
    return (
      <EmptyState title="Nobody matches" icon="users">
        {filter.search && <p>Searched: names, e-mails (old ones too) and employee IDs.</p>}
        <a class="button" href={usersPath}>
          Show everybody
        </a>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nobody is in the directory yet" icon="users">
      <p>People come in with the first sync that uses its data to update users.</p>
      {isAdmin && (
        <a class="button button-primary" href={syncsPath}>
          Go to syncs
        </a>
      )}
    </EmptyState>
  );
};

const UserTable: FC<UserListData> = ({ usersPath, filter, rows, previous, next }) => {
  const pageUrl = (cursor: 'before' | 'after', user: User): string => {
    const query = new URLSearchParams(filter.params);
    query.set(cursor, String(user.id));
    return buildUrl(usersPath, query);
  };
  return (
    <>
      <ListTable caption="Users" columns={COLUMNS}>
        <tbody>
          {rows.map((user) => (
            <UserListRow user={user} usersPath={usersPath} />
          ))}
        </tbody>
      </ListTable>
      <Pagination
        labels={['Previous', 'Next']}
        newer={previous && pageUrl('before', previous)}
        older={next && pageUrl('after', next)}
      />
    </>
  );
};

const UserListBody: FC<UserListData> = (list) => {
  if (list.fault) return <FormError message={describeFault(list.fault)} />;
  return list.rows.length === 0 ? <NoUsers {...list} /> : <UserTable {...list} />;
};

export const UserList: FC<UserListData> = (list) => (
  <>
    <UserFilters {...list} />
    <UserListBody {...list} />
  </>
);

export const UserStatus: FC<{ user: User }> = ({ user }) => {
  const isOnLeave = user.state === 'active' && user.attributes.status === 'on_leave';
  return (
    <>
      {user.state === 'terminated' ? (
        <span class="badge badge-terminated">
          <Icon name="leave" />
          Terminated
        </span>
      ) : (
        <span class="badge badge-completed">
          <Icon name="check" />
          Active
        </span>
      )}
      {isOnLeave && <span class="cell-note">On leave</span>}
      {user.override && <span class="cell-note">{user.override === 'terminated' ? 'Ended' : 'Restored'} by hand</span>}
      {user.protected && <span class="cell-note">Protected</span>}
    </>
  );
};

const UserListRow: FC<{ user: User; usersPath: string }> = ({ user, usersPath }) => (
  <tr data-row>
    <td class="cell-person" data-label="Full name">
      <a class="row-link" href={`${usersPath}/${user.id}`}>
        {user.fullName}
      </a>
    </td>
    <td class="cell-person" data-label="Email">
      <BreakableEmail text={user.email} />
    </td>
    <td data-label="Employee ID">{user.employeeId ?? <span class="muted">–</span>}</td>
    <td data-label="Department">{formatAttribute(user.attributes.department) ?? <span class="muted">–</span>}</td>
    <td data-label="Title">{formatAttribute(user.attributes.title) ?? <span class="muted">–</span>}</td>
    <td data-label="Status">
      <UserStatus user={user} />
    </td>
  </tr>
);
