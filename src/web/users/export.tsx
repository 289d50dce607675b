import { type ExportColumns, withoutWords } from '../../domain/user/export-columns.ts';
import type { UserFilter } from '../../domain/user/filter/filter.ts';
import { filterWords } from '../../domain/user/filter/words.ts';
import type { Question } from '../frame/dialog.tsx';
import { counted } from '../frame/words.ts';
import { withQuery } from './list.ts';

/** The address of the file: the API's, which opens to a session for reading. */
function fileAt(at: string, query: URLSearchParams, filter: UserFilter): string {
  const wanted = new URLSearchParams();
  if (filter.search) wanted.set('search', filter.search);
  for (const key of ['state', 'segment', 'where']) for (const value of query.getAll(key)) wanted.append(key, value);
  return withQuery(`${at.slice(0, -'/users'.length)}/api/v1/users.csv`, wanted);
}

/** Before people's data leaves: how many, which, and what stays out. */
export function exportQuestion(
  at: string,
  query: URLSearchParams,
  filter: UserFilter,
  count: number,
  columns: ExportColumns,
): Question {
  const without = withoutWords(columns);
  return {
    title: 'Export users as CSV',
    section: 'users',
    action: `${at}/export`,
    back: withQuery(at, query),
    dismiss: 'Close',
    buttons: (
      <a class="button button-primary" href={fileAt(at, query, filter)} download>
        Export CSV
      </a>
    ),
    body: (
      <>
        <p>
          This will export {counted(count, 'user')}: <strong>{filterWords(filter)}</strong>.
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
