import type { FC } from 'hono/jsx';
import type { UserView } from '../../store/users.ts';
import { Email } from '../frame/email.tsx';
import { Icon } from '../frame/icons.tsx';
import { valueText } from '../frame/words.ts';

/** Whether somebody has access, and what an admin did about it. */
export const UserStatus: FC<{ user: UserView }> = ({ user }) => {
  const onLeave = user.state === 'active' && user.attributes.status === 'on_leave';
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
      {onLeave && <span class="cell-note">On leave</span>}
      {user.override && <span class="cell-note">{user.override === 'terminated' ? 'Ended' : 'Restored'} by hand</span>}
      {user.protected && <span class="cell-note">Protected</span>}
    </>
  );
};

/** One user in the list. */
export const UserRow: FC<{ user: UserView; at: string }> = ({ user, at }) => (
  <tr data-row>
    <td class="cell-person" data-label="Full name">
      <a class="row-link" href={`${at}/${user.id}`}>
        {user.fullName}
      </a>
    </td>
    <td class="cell-person" data-label="Email">
      <Email of={user.email} />
    </td>
    <td data-label="Employee ID">{user.employeeId ?? <span class="muted">–</span>}</td>
    <td data-label="Department">{valueText(user.attributes.department) ?? <span class="muted">–</span>}</td>
    <td data-label="Title">{valueText(user.attributes.title) ?? <span class="muted">–</span>}</td>
    <td data-label="Status">
      <UserStatus user={user} />
    </td>
  </tr>
);
