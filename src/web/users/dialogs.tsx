import type { Fault } from '../../domain/shared/fault.ts';
import { describeOmittedColumns, type ExportColumns } from '../../domain/user/export-columns.ts';
import { describeFilter, type UserFilter } from '../../domain/user/filter/filter.ts';
import type { User } from '../../store/users/reader.ts';
import { type FormDialog, SubmitButton } from '../frame/dialog.tsx';
import { countNoun } from '../frame/labels.ts';
import { buildUrl } from '../frame/urls.ts';
import { PersistToggle, RefusalNotice } from '../syncs/dialogs.tsx';

export function syncUserDialog(
  usersPath: string,
  syncsPath: string,
  user: User,
  persist: boolean,
  fault: Fault | null,
): FormDialog {
  return {
    title: 'Sync User Data',
    section: 'users',
    action: `${usersPath}/${user.id}/sync`,
    cancelUrl: `${usersPath}/${user.id}`,
    buttons: <SubmitButton>Start sync</SubmitButton>,
    body: (
      <>
        <RefusalNotice fault={fault} syncsPath={syncsPath} />
        <p>Fetches {user.fullName} alone from the data source and works out what changes.</p>
        <PersistToggle checked={persist} whom={user.fullName} />
      </>
    ),
  };
}

export function overrideDialog(usersPath: string, user: User, to: 'terminate' | 'restore'): FormDialog {
  const ends = to === 'terminate';
  return {
    title: `${ends ? 'Terminate' : 'Restore'} ${user.fullName}`,
    section: 'users',
    action: `${usersPath}/${user.id}/${to}`,
    cancelUrl: `${usersPath}/${user.id}`,
    buttons: ends ? <SubmitButton danger>End access</SubmitButton> : <SubmitButton>Restore access</SubmitButton>,
    body: (
      <p>
        This will {ends ? 'end' : 'restore'} access for 1 user at once. It is a decision by hand: syncs leave it so
        until the data source’s own state of {user.fullName} changes. {ends && 'Nothing is deleted.'}
      </p>
    ),
  };
}

/** @param days the deprovisioning delay; null is never */
export function legalHoldDialog(
  usersPath: string,
  user: User,
  to: 'hold' | 'release',
  days: number | null,
): FormDialog {
  const on = to === 'hold';
  const after =
    days === null
      ? 'Rollcall is set to keep it anyway.'
      : `Without a hold it is removed ${days} days after access ended.`;
  return {
    title: `${on ? 'Legal hold for' : 'Lift the legal hold of'} ${user.fullName}`,
    section: 'users',
    action: `${usersPath}/${user.id}/${to}`,
    cancelUrl: `${usersPath}/${user.id}`,
    buttons: <SubmitButton>{on ? 'Put under legal hold' : 'Lift the hold'}</SubmitButton>,
    body: (
      <p>
        {on
          ? `The personal data of ${user.fullName} is kept until an admin lifts this hold. ${after}`
          : `The personal data of ${user.fullName} is no longer kept on purpose. ${after}`}
      </p>
    ),
  };
}

export function protectDialog(usersPath: string, user: User, to: 'protect' | 'unprotect'): FormDialog {
  const on = to === 'protect';
  return {
    title: `${on ? 'Protect' : 'Stop protecting'} ${user.fullName}`,
    section: 'users',
    action: `${usersPath}/${user.id}/${to}`,
    cancelUrl: `${usersPath}/${user.id}`,
    buttons: <SubmitButton>{on ? 'Protect' : 'Stop protecting'}</SubmitButton>,
    body: (
      <p>
        {on
          ? `No sync will end the access of ${user.fullName}, whatever the data source says. Plans that wait heed it too.`
          : `Syncs may end the access of ${user.fullName} again. Nothing changes before the next one.`}
      </p>
    ),
  };
}

/** The file comes from the API, which a session opens for reading. */
function csvUrl(usersPath: string, query: URLSearchParams, filter: UserFilter): string {
  const params = new URLSearchParams();
  if (filter.search) params.set('search', filter.search);
  for (const key of ['state', 'segment', 'where']) for (const value of query.getAll(key)) params.append(key, value);
  return buildUrl(`${usersPath.slice(0, -'/users'.length)}/api/v1/users.csv`, params);
}

/** Asked before personal data leaves: how many users, which, and what is left out. */
export function exportDialog(
  usersPath: string,
  query: URLSearchParams,
  filter: UserFilter,
  count: number,
  columns: ExportColumns,
): FormDialog {
  const without = describeOmittedColumns(columns);
  return {
    title: 'Export users as CSV',
    section: 'users',
    action: `${usersPath}/export`,
    cancelUrl: buildUrl(usersPath, query),
    cancelLabel: 'Close',
    buttons: (
      <a class="button button-primary" href={csvUrl(usersPath, query, filter)} download>
        Export CSV
      </a>
    ),
    body: (
      <>
        <p>
          This will export {countNoun(count, 'user')}: <strong>{describeFilter(filter)}</strong>.
        </p>
        <p>
          {without === '' ? 'Every attribute is in the file.' : `Left out, as the settings say: ${without}.`} Role and
          state are in it too.
        </p>
        <p class="muted">
          The file holds personal data. Keep it only as long as you need it. Who exported, how many people and with
          which filter is written to the audit log.
        </p>
      </>
    ),
  };
}
