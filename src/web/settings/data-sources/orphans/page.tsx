import type { FC } from 'hono/jsx';
import type { Orphans } from '../../../../syncs/users/decide-orphans.ts';
import { Email } from '../../../frame/email.tsx';
import { FormError } from '../../../frame/fields.tsx';
import { addressOf } from '../../../frame/query.ts';
import { Empty, Pager } from '../../../frame/table.tsx';
import { counted, sourceWord } from '../../../frame/words.ts';

export interface OrphanView extends Orphans {
  /** `/{tenant}/settings/data-sources/orphans`. */
  at: string;
  users: string;
  after: number;
  more: boolean;
  /** A decision was asked for, about nobody. */
  nobodyTicked: boolean;
}

const Nobody: FC<OrphanView> = ({ source, known }) => {
  if (source === null)
    return (
      <Empty title="No data source is on" icon="users">
        <p>Who is left over is known once one is on and has applied a sync of everybody.</p>
      </Empty>
    );
  if (!known)
    return (
      <Empty title="Not known yet" icon="users">
        <p>
          {sourceWord(source)} has not applied a sync of everybody since it was turned on. Who is left over after that
          is listed here.
        </p>
      </Empty>
    );
  return (
    <Empty title="Nobody is left over" icon="users">
      <p>Every active user comes from {sourceWord(source)}, or was kept by an admin.</p>
    </Empty>
  );
};

/** Users whom no data source in use sends: to end, or to keep. */
export const OrphanPart: FC<OrphanView> = (view) => {
  const { at, users, list, count, after, more } = view;
  if (list.length === 0 && after === 0) return <Nobody {...view} />;
  return (
    <form class="orphans" method="get" action={`${at}/decide`}>
      {view.nobodyTicked && <FormError message="Tick the users first, or all of them." />}
      <div class="orphan-bar">
        <label class="orphan-all">
          <input type="checkbox" name="all" value="yes" />
          <span>
            All {counted(count.all, 'user')}
            {count.protected > 0 && `, ${counted(count.protected, 'protected one', 'protected ones')} among them`}
          </span>
        </label>
        <div class="form-actions">
          <button class="button" type="submit" name="fate" value="keep">
            Keep…
          </button>
          <button class="button button-danger" type="submit" name="fate" value="end">
            End access…
          </button>
        </div>
      </div>
      <div class="table-box">
        <table class="table">
          <caption class="visually-hidden">Users left over</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">Chosen</span>
              </th>
              {['Full name', 'Email', 'Employee ID', 'Came from', 'Note'].map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.map((user) => (
              <tr>
                <td data-label="Chosen">
                  <input type="checkbox" name="user" value={user.id} aria-label={user.full_name} />
                </td>
                <td class="cell-person" data-label="Full name">
                  <a href={`${users}/${user.id}`}>{user.full_name}</a>
                </td>
                <td class="cell-person" data-label="Email">
                  <Email of={user.email} />
                </td>
                <td data-label="Employee ID">{user.employee_id ?? <span class="muted">–</span>}</td>
                <td data-label="Came from">{sourceWord(user.owner_source)}</td>
                <td data-label="Note">{user.protected ? 'Protected' : <span class="muted">–</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager
        words={['First', 'Next']}
        newer={after > 0 ? at : null}
        older={more ? addressOf(at, { after: list.at(-1)?.id }) : null}
      />
    </form>
  );
};
