import type { FC } from 'hono/jsx';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import { totalCount } from '../../domain/sync/vocabulary.ts';
import { attributeLabel } from '../../domain/user/attributes.ts';
import type { UserRecord } from '../../store/records/stored.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { countNoun, formatCount, joinWithAnd, outcomeReason } from '../frame/labels.ts';
import { OutcomeBadge } from '../frame/status.tsx';
import { BreakableEmail, EmptyState, Pagination, RowMenu, TableHead } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import { buildUrl } from '../frame/urls.ts';
import { isRunning } from '../syncs/sync-labels.ts';
import { POLL_TRIGGER, type SyncWithProgress } from '../syncs/sync-row.tsx';
import {
  hasRecordFilter,
  type RecordCursor,
  type RecordFilterQuery,
  RecordFilters,
  type RecordTab,
} from './record-filters.tsx';
import { SyncHead } from './sync-head.tsx';

/** All that the records of a sync show. */
export interface RecordListData extends SyncWithProgress {
  /** `/{tenant}/syncs`. */
  syncsPath: string;
  /** This list. */
  recordsPath: string;
  /** `/{tenant}/users`. */
  usersPath: string;
  /** `/{tenant}/settings`. */
  settingsPath: string;
  /** Values that its lookups did not find; null while it runs. */
  unmapped: UnmappedReport | null;
  query: RecordFilterQuery;
  cursor: RecordCursor;
  records: readonly UserRecord[];
  hasPrevious: boolean;
  hasNext: boolean;
  /** Keys of the tenant's own attributes. */
  attributes: readonly string[];
  /** Whom `?user=` names. */
  userName: string | null;
  now: number;
}

const COLUMNS = ['Sync ID', 'User', 'Status', 'Is persisted', 'Created by', 'Created at', 'Finished at'];

/** How many there are, where that is known without counting. */
function countLabel({ sync, query }: RecordListData): string | null {
  const { outcome, q, user, changed, error } = query;
  if (q !== undefined || user !== undefined || changed !== undefined || error !== undefined) return null;
  if (isRunning(sync)) return null;
  if (outcome === undefined) return countNoun(totalCount(sync.counts), 'record');
  return `${formatCount(sync.counts[outcome])} of ${countNoun(totalCount(sync.counts), 'record')}`;
}

const NoRecords: FC<RecordListData> = ({ sync, recordsPath, query }) => {
  if (hasRecordFilter(query)) {
    return (
      <EmptyState title="No record matches these filters">
        {query.q && (
          <p>
            Searched: names, e-mails and employee IDs of users, and names and e-mails of people whom nobody matched.
          </p>
        )}
        <a class="button" href={recordsPath}>
          Show all records
        </a>
      </EmptyState>
    );
  }
  if (isRunning(sync)) return <EmptyState title="Records appear here as they are planned" icon="clock" />;
  return (
    <EmptyState title="This sync has no records">
      <p>{sync.reason ?? 'There was nobody to look at.'}</p>
    </EmptyState>
  );
};

/** Everything below the header. While the sync runs it asks for itself again. */
export const RecordList: FC<RecordListData> = (list) => {
  const { sync, progress, syncsPath, recordsPath, query, cursor, records, hasPrevious, hasNext, now } = list;
  const first = records[0]?.ordinal;
  const last = records.at(-1)?.ordinal;
  const count = countLabel(list);
  return (
    <div
      id="sync-live"
      {...(isRunning(sync) && {
        'hx-get': buildUrl(recordsPath, { ...query, ...cursor }),
        'hx-trigger': POLL_TRIGGER,
        'hx-swap': 'outerMorph',
        'hx-push-url': 'false',
      })}
    >
      <SyncHead {...{ sync, progress, syncsPath, now }} settingsPath={list.settingsPath} unmapped={list.unmapped} />
      <RecordFilters path={recordsPath} query={query} userName={list.userName} attributes={list.attributes} />
      {records.length === 0 ? (
        <NoRecords {...list} />
      ) : (
        <>
          {count && <p class="list-count">{count}</p>}
          <div class="table-box">
            <table class="table">
              <caption class="visually-hidden">User records of sync {sync.id}, in order of the data source</caption>
              <TableHead columns={COLUMNS} />
              <tbody hx-target:inherited="#drawer" hx-push-url:inherited="true">
                {records.map((record) => (
                  <RecordListRow record={record} sync={sync} recordsPath={recordsPath} query={query} now={now} />
                ))}
              </tbody>
            </table>
          </div>
          <Pagination
            labels={['Previous', 'Next']}
            newer={hasPrevious && first !== undefined ? buildUrl(recordsPath, { ...query, before: first }) : null}
            older={hasNext && last !== undefined ? buildUrl(recordsPath, { ...query, after: last }) : null}
          />
        </>
      )}
    </div>
  );
};

/** Opens a record in the drawer, as the table around says; without a script, as a page. */
const drawerLink = (href: string) => ({ href, 'hx-get': href });

/** Who a record is about: the user, or greyed what the payload itself said. */
export const recordPerson = ({
  user,
  label,
  ordinal,
}: UserRecord): { name: string; email: string | null; known: boolean } => ({
  name: user?.full_name ?? label?.full_name ?? label?.email ?? `Record ${ordinal + 1}`,
  email: user?.email ?? (label?.full_name ? label.email : null),
  known: user !== null,
});

/** Why a record came out as it did, in words. */
export const recordReason = (record: UserRecord): string | null =>
  outcomeReason({ ...record, absent: record.payload === null });

const MAX_CHANGES_NAMED = 3;

/** What changed, by name. */
export function changeSummary({ outcome, changes }: UserRecord): string | null {
  if (changes.length === 0 || outcome === 'created' || outcome === 'terminated') return null;
  if (changes.length > MAX_CHANGES_NAMED) return countNoun(changes.length, 'attribute');
  return joinWithAnd(changes.map(({ attribute }) => attributeLabel(attribute)));
}

const TabLink: FC<{ word: string; href: string | null; id: string }> = ({ word, href, id }) =>
  href ? (
    <a id={id} {...drawerLink(href)}>
      {word}
    </a>
  ) : (
    <button type="button" disabled>
      {word}
    </button>
  );

interface RecordTableRowProps {
  record: UserRecord;
  sync: Sync;
  /** `/{tenant}/syncs/{id}/records`. */
  recordsPath: string;
  query: RecordFilterQuery;
  now: number;
}

/** One user record in the list. */
export const RecordListRow: FC<RecordTableRowProps> = ({ record, sync, recordsPath, query, now }) => {
  const { ordinal, changes, errors } = record;
  const { name, email, known } = recordPerson(record);
  const href = (tab?: RecordTab) => buildUrl(`${recordsPath}/${ordinal}`, { ...query, tab });
  const because = recordReason(record);
  const changed = changeSummary(record);
  return (
    <tr data-row aria-current={query.user !== undefined && record.user?.id === query.user ? 'true' : undefined}>
      <td data-label="Sync ID">{sync.id}</td>
      <td class="cell-person" data-label="User">
        <a class={known ? 'row-link' : 'row-link muted'} id={`record-${ordinal}`} {...drawerLink(href())}>
          {name}
        </a>
        {email && (
          <span class="cell-sub">
            <BreakableEmail text={email} />
          </span>
        )}
      </td>
      <td data-label="Status">
        <OutcomeBadge outcome={record.outcome} />
        {because && <span class="cell-note">{because}</span>}
        {changed && <span class="cell-note">{changed}</span>}
      </td>
      <td data-label="Is persisted">
        {record.persisted ? 'Yes' : 'No'}
        {!sync.persisted && <span class="cell-sub">dry run</span>}
      </td>
      <td class="cell-person" data-label="Created by">
        <BreakableEmail text={sync.createdBy} />
      </td>
      <td data-label="Created at">
        <Time at={sync.createdAt} now={now} />
      </td>
      <td data-label="Finished at">
        <Time at={sync.finishedAt} now={now} />
      </td>
      <td class="cell-menu">
        <RowMenu subject={name} id={`menu-${ordinal}`}>
          <TabLink id={`payload-${ordinal}`} word="View payload" href={href('payload')} />
          <TabLink
            id={`changes-${ordinal}`}
            word="Updated attributes"
            href={changes.length > 0 ? href('changes') : null}
          />
          <TabLink id={`errors-${ordinal}`} word="Error messages" href={errors.length > 0 ? href('errors') : null} />
        </RowMenu>
      </td>
    </tr>
  );
};
