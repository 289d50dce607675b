import type { FC } from 'hono/jsx';
import type { SavedFilter } from '../../store/filters/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { dialogLink } from '../frame/dialog.tsx';
import { EmptyState, ListTable, Pagination } from '../frame/table.tsx';
import { buildUrl } from '../frame/urls.ts';
import { SyncChart } from './chart.tsx';
import { hasSyncFilter, type SyncFilterQuery, SyncFilters } from './sync-filters.tsx';
import { SyncListRow, type SyncWithProgress } from './sync-row.tsx';

export interface SyncListData {
  syncsPath: string;
  settingsPath: string;
  query: SyncFilterQuery;
  cursor: { before?: number | undefined; after?: number | undefined };
  rows: readonly SyncWithProgress[];
  /** The first and the last row, when a page of newer or older syncs exists. */
  newer: Sync | null;
  older: Sync | null;
  /** Not filtered, for the chart. */
  newest: readonly Sync[];
  saved: readonly SavedFilter[];
  creators: readonly string[];
  hasSource: boolean;
}

const COLUMNS = ['Sync ID', 'Status', 'Summary', 'Is persisted', 'Created by', 'Created at', 'Finished at'];

export const SyncUsersButton: FC<{ syncsPath: string }> = ({ syncsPath }) => (
  <a class="button button-primary" id="sync-users" {...dialogLink(`${syncsPath}/new`)}>
    Sync Users
  </a>
);

const NoSyncs: FC<SyncListData> = ({ syncsPath, settingsPath, query, hasSource }) => {
  if (hasSyncFilter(query)) {
    return (
      <EmptyState title="No sync matches these filters">
        <a class="button" href={syncsPath}>
          Show all syncs
        </a>
      </EmptyState>
    );
  }
  if (!hasSource) {
    return (
      <EmptyState title="No data source is enabled">
        <p>
          Rollcall needs to know where your people come from. Set up and enable a data source, for example Workday or an
          HTTP API, and give it a mapping. Then come back and run a dry run.
        </p>
        <a class="button button-primary" href={`${settingsPath}/integrations#data-sources`}>
          Choose a data source
        </a>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No syncs yet" icon="syncs">
      <p>
        Start with a dry run: press Sync Users above. It fetches everybody and shows what would change, without changing
        anybody.
      </p>
    </EmptyState>
  );
};

export const SyncList: FC<SyncListData> = (list) => {
  const { syncsPath, query, cursor, rows, newer, older, newest, saved, creators } = list;
  return (
    <div
      id="syncs-list"
      hx-get={buildUrl(syncsPath, { ...query, ...cursor })}
      hx-trigger="syncs:changed from:document"
      hx-swap="outerMorph"
      hx-push-url="false"
    >
      {newest.length > 1 && <SyncChart syncs={newest} syncsPath={syncsPath} />}
      {newest.length > 0 && <SyncFilters path={syncsPath} query={query} creators={creators} saved={saved} />}
      {rows.length === 0 ? (
        <NoSyncs {...list} />
      ) : (
        <>
          <ListTable caption="People integration syncs, newest first" columns={COLUMNS} menu class="table table-syncs">
            <tbody id="syncs-rows">
              {rows.map((row) => (
                <SyncListRow {...row} syncsPath={syncsPath} />
              ))}
            </tbody>
          </ListTable>
          <Pagination
            newer={newer && buildUrl(syncsPath, { ...query, after: newer.id })}
            older={older && buildUrl(syncsPath, { ...query, before: older.id })}
          />
        </>
      )}
    </div>
  );
};
