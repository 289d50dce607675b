import type { FC } from 'hono/jsx';
import type { SavedFilter } from '../../store/saved-filters.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { asks } from '../frame/dialog.tsx';
import { addressOf } from '../frame/query.ts';
import { Empty, HeadRow, Pager } from '../frame/table.tsx';
import { SyncChart } from './chart.tsx';
import { isFiltered, type SyncChoice } from './filter.ts';
import { SyncFilters } from './filters.tsx';
import { SyncRow, type Watched } from './parts.tsx';

/** All that the list of syncs shows. */
export interface SyncList {
  /** `/{tenant}/syncs`. */
  base: string;
  choice: SyncChoice;
  place: { before?: number | undefined; after?: number | undefined };
  rows: readonly Watched[];
  newer: boolean;
  older: boolean;
  /** The newest syncs, whatever the filters. */
  newest: readonly SyncView[];
  saved: readonly SavedFilter[];
  /** Who may have created a sync, to filter by. */
  people: readonly string[];
  hasSource: boolean;
  now: number;
}

const COLUMNS = ['Sync ID', 'Status', 'Summary', 'Is persisted', 'Created by', 'Created at', 'Finished at'];

/** Opens the dialog that starts a sync of everybody. */
export const SyncUsersButton: FC<{ base: string }> = ({ base }) => (
  <a class="button button-primary" id="sync-users" {...asks(`${base}/new`)}>
    Sync Users
  </a>
);

const Nothing: FC<Pick<SyncList, 'base' | 'choice' | 'hasSource'>> = ({ base, choice, hasSource }) => {
  if (isFiltered(choice)) {
    return (
      <Empty title="No sync matches these filters">
        <a class="button" href={base}>
          Show all syncs
        </a>
      </Empty>
    );
  }
  if (!hasSource) {
    return (
      <Empty title="No data source is enabled">
        <p>
          Rollcall needs to know where your people come from. Set up and enable a data source, for example Workday or an
          HTTP API, and give it a mapping. Then come back and run a dry run.
        </p>
        <a class="button button-primary" href={base.replace(/syncs$/, 'settings/integrations#data-sources')}>
          Choose a data source
        </a>
      </Empty>
    );
  }
  return (
    <Empty title="No syncs yet" icon="syncs">
      <p>
        Start with a dry run: press Sync Users above. It fetches everybody and shows what would change, without changing
        anybody.
      </p>
    </Empty>
  );
};

/** Everything below the header; replaced as a whole when a sync starts or ends. */
export const SyncListPart: FC<SyncList> = (list) => {
  const { base, choice, place, rows, newer, older, newest, saved, people, now } = list;
  const first = rows[0]?.sync.id;
  const last = rows.at(-1)?.sync.id;
  return (
    <div
      id="syncs-list"
      hx-get={addressOf(base, { ...choice, ...place })}
      hx-trigger="syncs:changed from:document"
      hx-swap="outerMorph"
      hx-push-url="false"
    >
      {newest.length > 1 && <SyncChart syncs={newest} base={base} />}
      {newest.length > 0 && <SyncFilters path={base} choice={choice} people={people} saved={saved} />}
      {rows.length === 0 ? (
        <Nothing {...list} />
      ) : (
        <>
          <div class="table-box">
            <table class="table table-syncs">
              <caption class="visually-hidden">People integration syncs, newest first</caption>
              <HeadRow columns={COLUMNS} />
              <tbody id="syncs-rows">
                {rows.map((row) => (
                  <SyncRow {...row} base={base} now={now} />
                ))}
              </tbody>
            </table>
          </div>
          <Pager
            newer={newer && first ? addressOf(base, { ...choice, after: first }) : null}
            older={older && last ? addressOf(base, { ...choice, before: last }) : null}
          />
        </>
      )}
    </div>
  );
};
