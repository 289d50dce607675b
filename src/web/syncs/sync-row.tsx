import type { FC } from 'hono/jsx';
import { type SyncState, totalCount } from '../../domain/sync/vocabulary.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { RunProgress } from '../../sync/coordinator/run.ts';
import { dialogLink } from '../frame/dialog.tsx';
import { OutcomeBar, StatusBadge } from '../frame/status.tsx';
import { BreakableEmail, RowMenu } from '../frame/table.tsx';
import { formatDuration, Time } from '../frame/time.tsx';
import { canApply, isRunning, persistedLabel, progressLabel, scopeLabel, triggerLabel } from './sync-labels.ts';

export interface SyncWithProgress {
  sync: Sync;
  /** Null unless the sync runs. */
  progress: RunProgress | null;
}

export const POLL_TRIGGER = 'every 1500ms';

export const SyncProgress: FC<SyncWithProgress> = ({ sync, progress }) => {
  const { text, fraction, detail } = progressLabel(sync, progress, Date.now());
  return (
    <div class="progress">
      <span class="progress-words">
        <span>{text}</span>
        <span>{detail}</span>
      </span>
      {fraction === null ? (
        <progress aria-label={`Sync ${sync.id}`} />
      ) : (
        <progress value={fraction.toFixed(3)} max="1" aria-label={`Sync ${sync.id}`} />
      )}
    </div>
  );
};

const PersistedCell: FC<{ sync: Sync }> = ({ sync }) => {
  const { answer, note } = persistedLabel(sync);
  return (
    <>
      {answer}
      {note && <span class="cell-sub">{note}</span>}
    </>
  );
};

const FinishedCell: FC<{ sync: Sync }> = ({ sync }) =>
  sync.finishedAt === null ? (
    <span class="muted">{isRunning(sync) ? `running for ${formatDuration(Date.now() - sync.createdAt)}` : '–'}</span>
  ) : (
    <>
      <Time at={sync.finishedAt} />
      <span class="cell-sub">took {formatDuration(sync.finishedAt - sync.createdAt)}</span>
    </>
  );

const REASON_CLASSES: Partial<Record<SyncState, string>> = { failed: 'text-failed', held: 'text-held' };

const SummaryCell: FC<SyncWithProgress & { syncsPath: string }> = ({ sync, progress, syncsPath }) => {
  const records = `${syncsPath}/${sync.id}/records`;
  if (isRunning(sync)) return <SyncProgress sync={sync} progress={progress} />;
  const wouldHold = !sync.persisted && sync.state === 'completed' && sync.guards.length > 0;
  return (
    <div class="summary">
      {totalCount(sync.counts) > 0 && (
        <OutcomeBar counts={sync.counts} href={(outcome) => `${records}?outcome=${outcome}`} />
      )}
      {totalCount(sync.counts) === 0 && sync.state === 'completed' && <span class="muted">Nobody to look at</span>}
      {sync.reason && <p class={REASON_CLASSES[sync.state] ?? 'muted'}>{sync.reason}</p>}
      {sync.feed?.same_since && <p class="muted">The same file as in the sync before.</p>}
      {wouldHold && (
        <p class="muted">If applied, it would be held: {sync.guards.map((guard) => guard.message).join(' ')}</p>
      )}
    </div>
  );
};

const SyncMenu: FC<{ sync: Sync; syncsPath: string }> = ({ sync, syncsPath }) => {
  const syncPath = `${syncsPath}/${sync.id}`;
  return (
    <RowMenu subject={`sync ${sync.id}`} id={`menu-${sync.id}`}>
      <a href={`${syncPath}/records`}>View User Records</a>
      {isRunning(sync) && (
        <a class="menu-danger" id={`cancel-${sync.id}`} {...dialogLink(`${syncPath}/cancel`)}>
          Cancel
        </a>
      )}
      {sync.state === 'held' && (
        <a id={`review-${sync.id}`} {...dialogLink(`${syncPath}/review`)}>
          Review and approve
        </a>
      )}
      {canApply(sync) && (
        <a id={`apply-${sync.id}`} {...dialogLink(`${syncPath}/apply`)}>
          Apply this plan
        </a>
      )}
    </RowMenu>
  );
};

export const SyncListRow: FC<SyncWithProgress & { syncsPath: string }> = ({ sync, progress, syncsPath }) => (
  <tr
    id={`sync-${sync.id}`}
    data-row
    {...(isRunning(sync) && {
      'hx-get': `${syncsPath}/${sync.id}/row`,
      'hx-trigger': POLL_TRIGGER,
      'hx-swap': 'outerMorph',
      'hx-push-url': 'false',
    })}
  >
    <td data-label="Sync ID">
      <a class="row-link" id={`sync-link-${sync.id}`} href={`${syncsPath}/${sync.id}/records`}>
        {sync.id}
      </a>
      <span class="cell-sub">
        <BreakableEmail text={scopeLabel(sync)} />
      </span>
    </td>
    <td data-label="Status">
      <StatusBadge state={sync.state} />
    </td>
    <td class="cell-summary" data-label="Summary">
      <SummaryCell sync={sync} progress={progress} syncsPath={syncsPath} />
    </td>
    <td data-label="Is persisted">
      <PersistedCell sync={sync} />
    </td>
    <td class="cell-person" data-label="Created by">
      <BreakableEmail text={sync.createdBy} />
      <span class="cell-sub">{triggerLabel(sync)}</span>
    </td>
    <td data-label="Created at">
      <Time at={sync.createdAt} />
    </td>
    <td data-label="Finished at">
      <FinishedCell sync={sync} />
    </td>
    <td class="cell-menu">
      <SyncMenu sync={sync} syncsPath={syncsPath} />
    </td>
  </tr>
);
