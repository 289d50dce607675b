import type { FC } from 'hono/jsx';
import type { UserView } from '../../store/users.ts';
import { FilterBar } from '../frame/filter-bar.tsx';
import { addressOf } from '../frame/query.ts';
import { Search } from '../frame/search.tsx';
import { Empty, Pager } from '../frame/table.tsx';
import { number } from '../frame/words.ts';
import { UserRow } from './parts.tsx';

type UserState = 'active' | 'terminated';

/** All that the list of users shows. */
export interface UserList {
  /** `/{tenant}/users`. */
  at: string;
  choice: { q?: string | undefined; state?: UserState | undefined };
  users: readonly UserView[];
  counts: { active: number; terminated: number };
  previous: boolean;
  next: boolean;
  /** An admin can do something about an empty directory. */
  isAdmin: boolean;
  syncs: string;
}

const COLUMNS = ['Full name', 'Email', 'Employee ID', 'Department', 'Title', 'Status'];

const States: FC<UserList> = ({ at, choice, counts }) => {
  const all: { word: string; count: number; state?: UserState }[] = [
    { word: 'All', count: counts.active + counts.terminated },
    { word: 'Active', count: counts.active, state: 'active' },
    { word: 'Terminated', count: counts.terminated, state: 'terminated' },
  ];
  return (
    <nav class="segments" aria-label="Filter by status">
      {all.map(({ word, count, state }) => (
        <a
          class="segment"
          href={addressOf(at, { q: choice.q, state })}
          aria-current={choice.state === state ? 'true' : undefined}
        >
          {word} <span class="tab-count">{number(count)}</span>
        </a>
      ))}
    </nav>
  );
};

const Nothing: FC<UserList> = ({ at, choice, isAdmin, syncs }) => {
  if (choice.q !== undefined || choice.state !== undefined) {
    return (
      <Empty title="Nobody matches" icon="users">
        <p>Searched: names, e-mails (old ones too) and employee IDs.</p>
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

/** The directory. */
export const UserListPart: FC<UserList> = (list) => {
  const { at, choice, users, previous, next } = list;
  const first = users[0]?.id;
  const last = users.at(-1)?.id;
  return (
    <>
      <FilterBar
        of="users"
        search={
          <Search path={at} value={choice.q} label="Name, e-mail or employee ID" keep={{ state: choice.state }} />
        }
      >
        <States {...list} />
      </FilterBar>
      {users.length === 0 ? (
        <Nothing {...list} />
      ) : (
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
            newer={previous && first ? addressOf(at, { ...choice, before: first }) : null}
            older={next && last ? addressOf(at, { ...choice, after: last }) : null}
          />
        </>
      )}
    </>
  );
};
