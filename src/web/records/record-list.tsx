import type { FC } from 'hono/jsx';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import { totalCount } from '../../domain/sync/vocabulary.ts';
import { attributeLabel } from '../../domain/user/attributes.ts';
import type { UserRecord } from '../../store/records/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { countNoun, formatCount, joinWithAnd, outcomeReason } from '../frame/labels.ts';
import { OutcomeBadge } from '../frame/status.tsx';
import { BreakableEmail, EmptyState, ListTable, Pagination, RowMenu } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import { buildUrl, type ListPage } from '../frame/urls.ts';
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

export interface RecordListData extends SyncWithProgress, ListPage<UserRecord> {
  syncsPath: string;
  recordsPath: string;
  settingsPath: string;
  /** Null while the sync runs, and without value tables. */
  unmapped: UnmappedReport | null;
  query: RecordFilterQuery;
  cursor: RecordCursor;
  customAttributes: readonly string[];
  userName: string | null;
}

const COLUMNS = ['Sync ID', 'User', 'Status', 'Is persisted', 'Created by', 'Created at', 'Finished at'];

/** Null when only a query could tell. */
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

export const RecordList: FC<RecordListData> = (list) => {
  const { sync, progress, syncsPath, recordsPath, query, cursor, rows, previous, next } = list;
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
      <SyncHead
        sync={sync}
        progress={progress}
        syncsPath={syncsPath}
        settingsPath={list.settingsPath}
        unmapped={list.unmapped}
      />
      <RecordFilters
        path={recordsPath}
        query={query}
        userName={list.userName}
        customAttributes={list.customAttributes}
      />
      {rows.length === 0 ? (
        <NoRecords {...list} />
      ) : (
        <>
          {count && <p class="list-count">{count}</p>}
          <ListTable caption={`User records of sync ${sync.id}, in order of the data source`} columns={COLUMNS} menu>
            <tbody hx-target:inherited="#drawer" hx-push-url:inherited="true">
              {rows.map((record) => (
                <RecordListRow record={record} sync={sync} recordsPath={recordsPath} query={query} />
              ))}
            </tbody>
          </ListTable>
          <Pagination
            labels={['Previous', 'Next']}
            newer={previous && buildUrl(recordsPath, { ...query, before: previous.ordinal })}
            older={next && buildUrl(recordsPath, { ...query, after: next.ordinal })}
          />
        </>
      )}
    </div>
  );
};

/** The tbody sets the drawer as the target. */
const drawerLink = (href: string) => ({ href, 'hx-get': href });

export const recordPerson = ({
  user,
  label,
  ordinal,
}: UserRecord): { name: string; email: string | null; isUser: boolean } => ({
  name: user?.full_name ?? label?.full_name ?? label?.email ?? `Record ${ordinal + 1}`,
  email: user?.email ?? (label?.full_name ? label.email : null),
  isUser: user !== null,
});

export const recordReason = (record: UserRecord): string | null =>
  outcomeReason({ ...record, absent: record.payload === null });

const MAX_CHANGES_NAMED = 3;

/** Null for none, and where the outcome implies them. */
export function changeSummary({ outcome, changes }: UserRecord): string | null {
  if (changes.length === 0 || outcome === 'created' || outcome === 'terminated') return null;
  if (changes.length > MAX_CHANGES_NAMED) return countNoun(changes.length, 'attribute');
  return joinWithAnd(changes.map(({ attribute }) => attributeLabel(attribute)));
}

const TabLink: FC<{ label: string; href: string | null; id: string }> = ({ label, href, id }) =>
  href ? (
    <a id={id} {...drawerLink(href)}>
      {label}
    </a>
  ) : (
    <button type="button" disabled>
      {label}
    </button>
  );

interface RecordListRowProps {
  record: UserRecord;
  sync: Sync;
  recordsPath: string;
  query: RecordFilterQuery;
}

const RecordListRow: FC<RecordListRowProps> = ({ record, sync, recordsPath, query }) => {
  const { ordinal, changes, errors } = record;
  const { name, email, isUser } = recordPerson(record);
  const href = (tab?: RecordTab) => buildUrl(`${recordsPath}/${ordinal}`, { ...query, tab });
  const reason = recordReason(record);
  const summary = changeSummary(record);
  return (
    <tr data-row aria-current={query.user !== undefined && record.user?.id === query.user ? 'true' : undefined}>
      <td data-label="Sync ID">{sync.id}</td>
      <td class="cell-person" data-label="User">
        <a class={isUser ? 'row-link' : 'row-link muted'} id={`record-${ordinal}`} {...drawerLink(href())}>
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
        {reason && <span class="cell-note">{reason}</span>}
        {summary && <span class="cell-note">{summary}</span>}
      </td>
      <td data-label="Is persisted">
        {record.persisted ? 'Yes' : 'No'}
        {!sync.persisted && <span class="cell-sub">dry run</span>}
      </td>
      <td class="cell-person" data-label="Created by">
        <BreakableEmail text={sync.createdBy} />
      </td>
      <td data-label="Created at">
        <Time at={sync.createdAt} />
      </td>
      <td data-label="Finished at">
        <Time at={sync.finishedAt} />
      </td>
      <td class="cell-menu">
        <RowMenu subject={name} id={`menu-${ordinal}`}>
          <TabLink id={`payload-${ordinal}`} label="View payload" href={href('payload')} />
          <TabLink
            id={`changes-${ordinal}`}
            label="Updated attributes"
            href={changes.length > 0 ? href('changes') : null}
          />
          <TabLink id={`errors-${ordinal}`} label="Error messages" href={errors.length > 0 ? href('errors') : null} />
        </RowMenu>
      </td>
    </tr>
  );
};
