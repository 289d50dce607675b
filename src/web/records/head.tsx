import type { Child, FC } from 'hono/jsx';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import { totalOf } from '../../domain/sync/words.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { ConnectionLog } from '../frame/connection-log.tsx';
import { asks } from '../frame/dialog.tsx';
import { OutcomeBar } from '../frame/outcome-bar.tsx';
import { StatusBadge } from '../frame/status.tsx';
import { durationOf, Time } from '../frame/time.tsx';
import { bytesWord, counted, number, sourceWord } from '../frame/words.ts';
import { Guards } from '../syncs/dialogs.tsx';
import { SyncProgress, type Watched } from '../syncs/parts.tsx';
import { canApply, isPreview, isRunning, persistedWords, triggerWords } from '../syncs/words.ts';
import { FeedFileFact, SameFile } from './feed-file.tsx';
import { Unmapped } from './unmapped.tsx';

interface Head extends Watched {
  base: string;
  /** `/{tenant}/settings`. */
  settings: string;
  /** What its lookups did not find; null while it runs. */
  unmapped: UnmappedReport | null;
  now: number;
}

/** What can be done with this sync, the wanted one last. */
const Actions: FC<{ sync: SyncView; base: string }> = ({ sync, base }) => {
  const at = `${base}/${sync.id}`;
  return (
    <div class="head-actions">
      {isRunning(sync) && (
        <a class="button" id="cancel-sync" {...asks(`${at}/cancel`)}>
          Cancel
        </a>
      )}
      {sync.state === 'held' && (
        <a class="button button-primary" id="review-sync" {...asks(`${at}/review`)}>
          Review and approve
        </a>
      )}
      {canApply(sync) && (
        <a class="button" id="apply-sync" {...asks(`${at}/apply`)}>
          Apply this plan
        </a>
      )}
    </div>
  );
};

/** What a sync is and how it stands: facts, what held it, what it came to. */
export const SyncHead: FC<Head> = ({ sync, progress, base, settings, unmapped, now }) => {
  const { word, more } = persistedWords(sync);
  const facts: [name: string, value: Child][] = [
    ['Created by', `${sync.createdBy}, ${triggerWords(sync)}`],
    ['Created', <Time at={sync.createdAt} now={now} />],
    [
      'Finished',
      sync.finishedAt === null ? (
        '–'
      ) : (
        <>
          <Time at={sync.finishedAt} now={now} />, took {durationOf(sync.finishedAt - sync.createdAt)}
        </>
      ),
    ],
    ['Is persisted', more ? `${word}, ${more}` : word],
    ['Data source', <Source sync={sync} settings={settings} />],
    ['Today was', sync.today],
    ['Records', sync.bytes > 0 ? `${number(sync.records)} in ${bytesWord(sync.bytes)}` : number(sync.records)],
  ];
  if (sync.feed) facts.push(['File', <FeedFileFact feed={sync.feed} now={now} />]);
  if (sync.planOf !== null) facts.push(['Plan of', <a href={`${base}/${sync.planOf}/records`}>Sync {sync.planOf}</a>]);
  if (sync.snapshotOf !== null)
    facts.push(['Snapshot of', <a href={`${base}/${sync.snapshotOf}/records`}>Sync {sync.snapshotOf}</a>]);
  if (sync.retryOf !== null)
    facts.push(['Again after', <a href={`${base}/${sync.retryOf}/records`}>Sync {sync.retryOf}</a>]);
  return (
    <section class="sync-head" aria-label={`Sync ${sync.id}`}>
      <div class="head-line">
        <StatusBadge state={sync.state} />
        <Actions sync={sync} base={base} />
      </div>
      <Trouble sync={sync} />
      {sync.feed && <SameFile feed={sync.feed} now={now} />}
      {unmapped && <Unmapped report={unmapped} settings={settings} />}
      {isRunning(sync) ? (
        <SyncProgress sync={sync} progress={progress} now={now} />
      ) : (
        totalOf(sync.counts) > 0 && (
          <OutcomeBar counts={sync.counts} href={(outcome) => `${base}/${sync.id}/records?outcome=${outcome}`} />
        )
      )}
      <dl class="facts-grid">
        {facts.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Ledger sync={sync} />
    </section>
  );
};

/** Where its people came from, with the way to the mapping that it used. */
const Source: FC<{ sync: SyncView; settings: string }> = ({ sync, sync: { source, mappingVersion }, settings }) => (
  <>
    {sourceWord(source)}
    {isPreview(sync) && `, an unsaved mapping${mappingVersion > 0 ? ' on top of' : ''}`}
    {mappingVersion > 0 && (
      <>
        {isPreview(sync) ? ' ' : ', '}
        <a href={`${settings}/mapping/${source}/versions/${mappingVersion}`}>mapping {mappingVersion}</a>
      </>
    )}
  </>
);

/** Why it did not simply complete. */
const Trouble: FC<{ sync: SyncView }> = ({ sync }) => {
  if (sync.state === 'held') return <Guards sync={sync} />;
  const failed = sync.state === 'failed';
  return (
    <>
      {sync.reason && <p class={failed ? 'notice notice-failed' : 'notice'}>{sync.reason}</p>}
      {sync.state === 'completed' && !sync.persisted && sync.guards.length > 0 && <Guards sync={sync} would />}
    </>
  );
};

/** What was asked of the data source, and what the sync cost. */
const Ledger: FC<{ sync: SyncView }> = ({ sync: { cost, exchanges } }) => (
  <details class="ledger">
    <summary>Connection log and cost</summary>
    <ConnectionLog of={exchanges} />
    <p class="ledger-cost">
      {[
        `${counted(cost.rowsWritten, 'row')} written`,
        `${counted(cost.rowsRead, 'row')} read`,
        counted(cost.d1Calls, 'D1 call'),
        counted(cost.r2Operations, 'R2 operation'),
        counted(cost.messages, 'message'),
      ].join(', ')}
      .
    </p>
  </details>
);
