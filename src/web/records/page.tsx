import type { FC } from 'hono/jsx';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import { totalOf } from '../../domain/sync/words.ts';
import type { RecordView } from '../../store/record-row.ts';
import { addressOf } from '../frame/query.ts';
import { Empty, HeadRow, Pager } from '../frame/table.tsx';
import { counted, number } from '../frame/words.ts';
import { EVERY, type Watched } from '../syncs/parts.tsx';
import { isRunning } from '../syncs/words.ts';
import { isChosen, type RecordChoice, type RecordPlace } from './filter.ts';
import { RecordFilters } from './filters.tsx';
import { SyncHead } from './head.tsx';
import { RecordRow } from './parts.tsx';

/** All that the records of a sync show. */
export interface RecordList extends Watched {
  /** `/{tenant}/syncs`. */
  base: string;
  /** This list. */
  at: string;
  /** `/{tenant}/users`. */
  users: string;
  /** `/{tenant}/settings`. */
  settings: string;
  /** Values that its lookups did not find; null while it runs. */
  unmapped: UnmappedReport | null;
  choice: RecordChoice;
  place: RecordPlace;
  records: readonly RecordView[];
  previous: boolean;
  next: boolean;
  /** Keys of the tenant's own attributes. */
  attributes: readonly string[];
  /** Whom `?user=` names. */
  userName: string | null;
  now: number;
}

const COLUMNS = ['Sync ID', 'User', 'Status', 'Is persisted', 'Created by', 'Created at', 'Finished at'];

/** How many there are, where that is known without counting. */
function countOf({ sync, choice }: RecordList): string | null {
  const { outcome, q, user, changed, error } = choice;
  if (q !== undefined || user !== undefined || changed !== undefined || error !== undefined) return null;
  if (isRunning(sync)) return null;
  if (outcome === undefined) return counted(totalOf(sync.counts), 'record');
  return `${number(sync.counts[outcome])} of ${counted(totalOf(sync.counts), 'record')}`;
}

const Nothing: FC<RecordList> = ({ sync, at, choice }) => {
  if (isChosen(choice)) {
    return (
      <Empty title="No record matches these filters">
        {choice.q && (
          <p>
            Searched: names, e-mails and employee IDs of users, and names and e-mails of people whom nobody matched.
          </p>
        )}
        <a class="button" href={at}>
          Show all records
        </a>
      </Empty>
    );
  }
  if (isRunning(sync)) return <Empty title="Records appear here as they are planned" icon="clock" />;
  return (
    <Empty title="This sync has no records">
      <p>{sync.reason ?? 'There was nobody to look at.'}</p>
    </Empty>
  );
};

/** Everything below the header. While the sync runs it asks for itself again. */
export const RecordListPart: FC<RecordList> = (list) => {
  const { sync, progress, base, at, choice, place, records, previous, next, now } = list;
  const first = records[0]?.ordinal;
  const last = records.at(-1)?.ordinal;
  const count = countOf(list);
  return (
    <div
      id="sync-live"
      {...(isRunning(sync) && {
        'hx-get': addressOf(at, { ...choice, ...place }),
        'hx-trigger': EVERY,
        'hx-swap': 'outerMorph',
        'hx-push-url': 'false',
      })}
    >
      <SyncHead {...{ sync, progress, base, now }} settings={list.settings} unmapped={list.unmapped} />
      <RecordFilters path={at} choice={choice} userName={list.userName} attributes={list.attributes} />
      {records.length === 0 ? (
        <Nothing {...list} />
      ) : (
        <>
          {count && <p class="list-count">{count}</p>}
          <div class="table-box">
            <table class="table">
              <caption class="visually-hidden">User records of sync {sync.id}, in order of the data source</caption>
              <HeadRow columns={COLUMNS} />
              <tbody hx-target:inherited="#drawer" hx-push-url:inherited="true">
                {records.map((record) => (
                  <RecordRow record={record} sync={sync} at={at} choice={choice} now={now} />
                ))}
              </tbody>
            </table>
          </div>
          <Pager
            words={['Previous', 'Next']}
            newer={previous && first !== undefined ? addressOf(at, { ...choice, before: first }) : null}
            older={next && last !== undefined ? addressOf(at, { ...choice, after: last }) : null}
          />
        </>
      )}
    </div>
  );
};
