import type { Child, FC } from 'hono/jsx';
import { attributeLabel, STANDARD_ATTRIBUTES } from '../../domain/user/attributes.ts';
import type { UserHistoryEntry } from '../../store/records/reader.ts';
import type { User } from '../../store/users/reader.ts';
import { dialogLink } from '../frame/dialog.tsx';
import { NoValue } from '../frame/diff.tsx';
import { type Fact, Facts } from '../frame/drawer.tsx';
import { formatAttribute, sourceLabel } from '../frame/labels.ts';
import { RowMenu } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import { UserHistory } from './history.tsx';
import { UserStatus } from './user-list.tsx';

interface ProfileProps {
  user: User;
  manager: { id: number; full_name: string } | null;
  /** In the order of the mapping. */
  customAttributes: readonly string[];
  /** Null for a viewer, who may not see syncs. */
  history: readonly UserHistoryEntry[] | null;
  usersPath: string;
  syncsPath: string;
}

const Manager: FC<Pick<ProfileProps, 'manager' | 'usersPath'> & { managerKey: string }> = ({
  manager,
  usersPath,
  managerKey,
}) =>
  manager ? (
    <>
      <a href={`${usersPath}/${manager.id}`}>{manager.full_name}</a> <span class="muted">{managerKey}</span>
    </>
  ) : (
    <>
      {managerKey} <span class="muted">(nobody here has this ID or e-mail)</span>
    </>
  );

function attributeFacts({ user, manager, customAttributes, usersPath }: ProfileProps): Fact[] {
  const value = (key: string): Child => {
    const text = formatAttribute(user.attributes[key]);
    if (text === null) return <NoValue />;
    if (key === 'manager') return <Manager manager={manager} usersPath={usersPath} managerKey={text} />;
    if (key === 'status') return text.replace('_', ' ');
    return text;
  };
  const known = [...STANDARD_ATTRIBUTES.map(({ key }) => key), ...customAttributes];
  // Values of attributes that no mapping defines any more stay visible.
  const undefinedKeys = Object.keys(user.attributes).filter((key) => !known.includes(key));
  return [...known, ...undefinedKeys].map((key) => [attributeLabel(key), value(key)]);
}

function accessFacts({ user }: ProfileProps): Fact[] {
  const facts: Fact[] = [['Status', <UserStatus user={user} />]];
  if (user.terminatedAt !== null) facts.push(['Access ended', <Time at={user.terminatedAt} />]);
  facts.push(
    ['Role', user.role === 'restricted' ? 'Restricted' : 'Regular'],
    ['Owned by', user.ownerSource === null ? 'no data source' : sourceLabel(user.ownerSource)],
    ['Override', overrideLabel(user)],
    ['Protected', user.protected ? 'Yes: no sync ends their access' : 'No'],
    user.anonymisedAt === null
      ? ['Legal hold', user.legalHold ? 'Yes: personal data is kept' : 'No']
      : ['Personal data removed', <Time at={user.anonymisedAt} />],
    ['Last changed', <Time at={user.changedAt} />],
    ['In the directory since', <Time at={user.createdAt} />],
  );
  return facts;
}

function overrideLabel({ override }: User): string {
  if (override === null) return 'None';
  const verb = override === 'terminated' ? 'Ended' : 'Restored';
  return `${verb} by hand. Syncs leave it so until the data source’s own state changes.`;
}

export const ProfileActions: FC<Pick<ProfileProps, 'user' | 'usersPath' | 'syncsPath' | 'history'>> = ({
  user,
  usersPath,
  syncsPath,
  history,
}) => {
  const latest = history?.[0];
  const isTerminated = user.state === 'terminated';
  // A person who returns after anonymisation becomes a new user.
  if (user.anonymisedAt !== null) return null;
  return (
    <>
      <RowMenu subject={user.fullName} id="profile-menu">
        <a
          class={isTerminated ? undefined : 'menu-danger'}
          id="override"
          {...dialogLink(`${usersPath}/${user.id}/${isTerminated ? 'restore' : 'terminate'}`)}
        >
          {isTerminated ? 'Restore' : 'Terminate'}
        </a>
        <a id="protect" {...dialogLink(`${usersPath}/${user.id}/${user.protected ? 'unprotect' : 'protect'}`)}>
          {user.protected ? 'Stop protecting' : 'Protect'}
        </a>
        <a id="hold" {...dialogLink(`${usersPath}/${user.id}/${user.legalHold ? 'release' : 'hold'}`)}>
          {user.legalHold ? 'Lift the legal hold' : 'Put under legal hold'}
        </a>
      </RowMenu>
      {latest && (
        <a class="button" href={`${syncsPath}/${latest.sync.id}/records?user=${user.id}`}>
          View Latest User Sync
        </a>
      )}
      <a class="button button-primary" id="sync-user" {...dialogLink(`${usersPath}/${user.id}/sync`)}>
        Sync User Data
      </a>
    </>
  );
};

export const Profile: FC<ProfileProps> = (profile) => {
  const { history, syncsPath } = profile;
  return (
    <>
      <div class="columns">
        <section aria-labelledby="attributes-title">
          <h2 id="attributes-title">Attributes</h2>
          <Facts facts={attributeFacts(profile)} />
        </section>
        <section aria-labelledby="standing-title">
          <h2 id="standing-title">Standing</h2>
          <Facts facts={accessFacts(profile)} />
        </section>
      </div>
      {history && (
        <section class="section" aria-labelledby="history-title">
          <h2 id="history-title">History</h2>
          <UserHistory entries={history} syncsPath={syncsPath} />
        </section>
      )}
    </>
  );
};
