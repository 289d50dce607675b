import type { Child } from 'hono/jsx';
import type { UserActionName } from '../../app/users/user-actions.ts';
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
        <PersistToggle checked={persist} people={user.fullName} />
      </>
    ),
  };
}

const overrideNote = ({ fullName }: User): string =>
  `It is a decision by hand: syncs leave it so until the data source’s own state of ${fullName} changes.`;

const retentionNote = (delayDays: number | null): string =>
  delayDays === null
    ? 'Rollcall is set to keep it anyway.'
    : `Without a hold it is removed ${delayDays} days after access ended.`;

interface ActionDialog {
  title: (user: User) => string;
  button: Child;
  explanation: (user: User, delayDays: number | null) => string;
}

const ACTION_DIALOGS: Record<UserActionName, ActionDialog> = {
  terminate: {
    title: ({ fullName }) => `Terminate ${fullName}`,
    button: <SubmitButton danger>End access</SubmitButton>,
    explanation: (user) => `This will end access for 1 user at once. ${overrideNote(user)} Nothing is deleted.`,
  },
  restore: {
    title: ({ fullName }) => `Restore ${fullName}`,
    button: <SubmitButton>Restore access</SubmitButton>,
    explanation: (user) => `This will restore access for 1 user at once. ${overrideNote(user)} `,
  },
  protect: {
    title: ({ fullName }) => `Protect ${fullName}`,
    button: <SubmitButton>Protect</SubmitButton>,
    explanation: ({ fullName }) =>
      `No sync will end the access of ${fullName}, whatever the data source says. Plans that wait heed it too.`,
  },
  unprotect: {
    title: ({ fullName }) => `Stop protecting ${fullName}`,
    button: <SubmitButton>Stop protecting</SubmitButton>,
    explanation: ({ fullName }) =>
      `Syncs may end the access of ${fullName} again. Nothing changes before the next one.`,
  },
  hold: {
    title: ({ fullName }) => `Legal hold for ${fullName}`,
    button: <SubmitButton>Put under legal hold</SubmitButton>,
    explanation: ({ fullName }, delayDays) =>
      `The personal data of ${fullName} is kept until an admin lifts this hold. ${retentionNote(delayDays)}`,
  },
  release: {
    title: ({ fullName }) => `Lift the legal hold of ${fullName}`,
    button: <SubmitButton>Lift the hold</SubmitButton>,
    explanation: ({ fullName }, delayDays) =>
      `The personal data of ${fullName} is no longer kept on purpose. ${retentionNote(delayDays)}`,
  },
};

/** @param delayDays the deprovisioning delay; null is never */
export function userActionDialog(
  usersPath: string,
  user: User,
  action: UserActionName,
  delayDays: number | null,
): FormDialog {
  const { title, button, explanation } = ACTION_DIALOGS[action];
  return {
    title: title(user),
    section: 'users',
    action: `${usersPath}/${user.id}/${action}`,
    cancelUrl: `${usersPath}/${user.id}`,
    buttons: button,
    body: <p>{explanation(user, delayDays)}</p>,
  };
}

interface ExportDialogProps {
  usersPath: string;
  /** Of the API, which accepts a session for reading. */
  csvPath: string;
  query: URLSearchParams;
  filter: UserFilter;
  count: number;
  columns: ExportColumns;
}

/** The API names the parameter of the search differently from the page. */
function csvUrl({ csvPath, query, filter }: ExportDialogProps): string {
  const params = new URLSearchParams();
  if (filter.search) params.set('search', filter.search);
  for (const key of ['state', 'segment', 'where']) {
    for (const value of query.getAll(key)) params.append(key, value);
  }
  return buildUrl(csvPath, params);
}

export function exportDialog(props: ExportDialogProps): FormDialog {
  const { usersPath, query, filter, count, columns } = props;
  const omitted = describeOmittedColumns(columns);
  return {
    title: 'Export users as CSV',
    section: 'users',
    action: `${usersPath}/export`,
    cancelUrl: buildUrl(usersPath, query),
    cancelLabel: 'Close',
    buttons: (
      <a class="button button-primary" href={csvUrl(props)} download>
        Export CSV
      </a>
    ),
    body: (
      <>
        <p>
          This will export {countNoun(count, 'user')}: <strong>{describeFilter(filter)}</strong>.
        </p>
        <p>
          {omitted === '' ? 'Every attribute is in the file.' : `Left out, as the settings say: ${omitted}.`} Role and
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
