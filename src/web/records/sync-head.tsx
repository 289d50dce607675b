import type { FC } from 'hono/jsx';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import type { UnmappedReport, UnmappedValue } from '../../domain/sync/unmapped.ts';
import { totalCount } from '../../domain/sync/vocabulary.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { ConnectionLog } from '../frame/connection-log.tsx';
import { dialogLink } from '../frame/dialog.tsx';
import { type Fact, Facts } from '../frame/drawer.tsx';
import { countNoun, formatBytes, formatCount, joinWithAnd, sourceLabel } from '../frame/labels.ts';
import { OutcomeBar, StatusBadge } from '../frame/status.tsx';
import { formatDuration, Time } from '../frame/time.tsx';
import { GuardNotice } from '../syncs/dialogs.tsx';
import { canApply, isPreview, isRunning, persistedLabel, triggerLabel } from '../syncs/sync-labels.ts';
import { SyncProgress, type SyncWithProgress } from '../syncs/sync-row.tsx';

interface SyncHeadProps extends SyncWithProgress {
  syncsPath: string;
  settingsPath: string;
  /** Null while the sync runs, and without value tables. */
  unmapped: UnmappedReport | null;
}

const SyncActions: FC<{ sync: Sync; syncsPath: string }> = ({ sync, syncsPath }) => {
  const syncPath = `${syncsPath}/${sync.id}`;
  return (
    <div class="head-actions">
      {isRunning(sync) && (
        <a class="button" id="cancel-sync" {...dialogLink(`${syncPath}/cancel`)}>
          Cancel
        </a>
      )}
      {sync.state === 'held' && (
        <a class="button button-primary" id="review-sync" {...dialogLink(`${syncPath}/review`)}>
          Review and approve
        </a>
      )}
      {canApply(sync) && (
        <a class="button" id="apply-sync" {...dialogLink(`${syncPath}/apply`)}>
          Apply this plan
        </a>
      )}
    </div>
  );
};

export const SyncHead: FC<SyncHeadProps> = (props) => {
  const { sync, progress, syncsPath, settingsPath, unmapped } = props;
  return (
    <section class="sync-head" aria-label={`Sync ${sync.id}`}>
      <div class="head-line">
        <StatusBadge state={sync.state} />
        <SyncActions sync={sync} syncsPath={syncsPath} />
      </div>
      <StateNotice sync={sync} />
      {sync.feed && <SameFileNotice feed={sync.feed} />}
      {unmapped && <UnmappedNotice report={unmapped} settingsPath={settingsPath} />}
      {isRunning(sync) ? (
        <SyncProgress sync={sync} progress={progress} />
      ) : (
        totalCount(sync.counts) > 0 && (
          <OutcomeBar counts={sync.counts} href={(outcome) => `${syncsPath}/${sync.id}/records?outcome=${outcome}`} />
        )
      )}
      <Facts facts={syncFacts(props)} class="facts-grid" />
      <CostDetails sync={sync} />
    </section>
  );
};

function syncFacts({ sync, syncsPath, settingsPath }: SyncHeadProps): Fact[] {
  const persisted = persistedLabel(sync);
  const facts: Fact[] = [
    ['Created by', `${sync.createdBy}, ${triggerLabel(sync)}`],
    ['Created', <Time at={sync.createdAt} />],
    [
      'Finished',
      sync.finishedAt === null ? (
        '–'
      ) : (
        <>
          <Time at={sync.finishedAt} />, took {formatDuration(sync.finishedAt - sync.createdAt)}
        </>
      ),
    ],
    ['Is persisted', [persisted.answer, persisted.note].filter(Boolean).join(', ')],
    ['Data source', <SourceDetails sync={sync} settingsPath={settingsPath} />],
    ['Today was', sync.today],
    ['Records', `${formatCount(sync.records)}${sync.bytes > 0 ? ` in ${formatBytes(sync.bytes)}` : ''}`],
  ];
  if (sync.feed) facts.push(['File', <FeedFileDetails feed={sync.feed} />]);
  const related = { 'Plan of': sync.planOf, 'Snapshot of': sync.snapshotOf, 'Again after': sync.retryOf };
  for (const [name, id] of Object.entries(related)) {
    if (id !== null) facts.push([name, <a href={`${syncsPath}/${id}/records`}>Sync {id}</a>]);
  }
  return facts;
}

const SourceDetails: FC<{ sync: Sync; settingsPath: string }> = ({ sync, settingsPath }) => {
  const { source, mappingVersion } = sync;
  return (
    <>
      {sourceLabel(source)}
      {isPreview(sync) && `, an unsaved mapping${mappingVersion > 0 ? ' on top of' : ''}`}
      {mappingVersion > 0 && (
        <>
          {isPreview(sync) ? ' ' : ', '}
          <a href={`${settingsPath}/mapping/${source}/versions/${mappingVersion}`}>mapping {mappingVersion}</a>
        </>
      )}
    </>
  );
};

const StateNotice: FC<{ sync: Sync }> = ({ sync }) => {
  if (sync.state === 'held') return <GuardNotice sync={sync} />;
  const failed = sync.state === 'failed';
  return (
    <>
      {sync.reason && <p class={failed ? 'notice notice-failed' : 'notice'}>{sync.reason}</p>}
      {sync.state === 'completed' && !sync.persisted && sync.guards.length > 0 && (
        <GuardNotice sync={sync} hypothetical />
      )}
    </>
  );
};

const CostDetails: FC<{ sync: Sync }> = ({ sync: { cost, exchanges } }) => (
  <details class="ledger">
    <summary>Connection log and cost</summary>
    <ConnectionLog exchanges={exchanges} />
    <p class="ledger-cost">
      {[
        `${countNoun(cost.rowsWritten, 'row')} written`,
        `${countNoun(cost.rowsRead, 'row')} read`,
        countNoun(cost.d1Calls, 'D1 call'),
        countNoun(cost.r2Operations, 'R2 operation'),
        countNoun(cost.messages, 'message'),
      ].join(', ')}
      .
    </p>
  </details>
);

const FeedFileDetails: FC<{ feed: FeedFile }> = ({ feed }) => (
  <>
    <span class="feed-name">{feed.name}</span>
    {feed.modified_at && (
      <span class="cell-sub">
        {feed.from === 'upload' ? 'uploaded' : 'written'} <Time at={Date.parse(feed.modified_at)} />
        {feed.from === 'server' &&
          feed.age_seconds !== null &&
          `, ${formatDuration(feed.age_seconds * 1000)} before it was read`}
      </span>
    )}
    <span class="cell-sub">
      {formatBytes(feed.size)}
      {feed.sha256 && (
        <>
          , SHA-256 <code title={feed.sha256}>{feed.sha256.slice(0, 12)}…</code>
        </>
      )}
    </span>
  </>
);

const SameFileNotice: FC<{ feed: FeedFile }> = ({ feed }) =>
  feed.same_since === null ? null : (
    <p class="notice">
      <span>
        This is the same file, byte for byte, as in the sync before, and has been since{' '}
        <Time at={Date.parse(feed.same_since)} />. If there should be a new one, check the export.
      </span>
    </p>
  );

const MAX_VALUES_LISTED = 5;

function describeValues(values: readonly UnmappedValue[]): string {
  const listed = values.slice(0, MAX_VALUES_LISTED).map(({ value, people }) => `${value} (${formatCount(people)})`);
  const omitted = values.length - listed.length;
  return omitted > 0 ? `${listed.join(', ')} and ${formatCount(omitted)} more` : joinWithAnd(listed);
}

const UnmappedNotice: FC<{ report: UnmappedReport; settingsPath: string }> = ({
  report: { values, people, more },
  settingsPath,
}) => {
  if (values.length === 0) return null;
  const byTable = Map.groupBy(values, ({ table }) => table);
  return (
    <div class="notice unmapped">
      <p>
        {more && 'At least '}
        {countNoun(values.length, 'value')} {values.length === 1 ? 'is' : 'are'} in no table,{' '}
        {people === 1 ? '1 person' : `${formatCount(people)} people`}:
      </p>
      <ul>
        {[...byTable].map(([table, missing]) => (
          <li>
            <a href={`${settingsPath}/tables/${table}`}>{table}</a>: {describeValues(missing)}
          </li>
        ))}
      </ul>
    </div>
  );
};
