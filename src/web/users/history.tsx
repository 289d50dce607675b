import type { FC } from 'hono/jsx';
import { RECORD_ERROR_CODES } from '../../domain/shared/record-error.ts';
import type { UserHistoryEntry } from '../../store/records/reader.ts';
import { countNoun, outcomeReason } from '../frame/labels.ts';
import { OutcomeBadge } from '../frame/status.tsx';
import { Time } from '../frame/time.tsx';

const entryReason = ({ outcome, reason, errors, hasPayload }: UserHistoryEntry): string | null =>
  outcomeReason({
    outcome,
    reason,
    absent: !hasPayload,
    errors: RECORD_ERROR_CODES.filter((code) => errors.includes(code)).map((code) => ({ code })),
  });

/** Warns that the outcome may not have been applied. */
function syncNote({ sync }: UserHistoryEntry): string | null {
  if (!sync.persisted) return 'dry run';
  return sync.state === 'completed' ? null : sync.state;
}

export const UserHistory: FC<{ entries: readonly UserHistoryEntry[]; syncsPath: string }> = ({ entries, syncsPath }) =>
  entries.length === 0 ? (
    <p class="muted">No sync has a record of this user.</p>
  ) : (
    <table class="table">
      <caption class="visually-hidden">History over all syncs, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Sync</th>
          <th scope="col">Outcome</th>
          <th scope="col">Changes</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr data-row>
            <td data-label="Sync">
              <a class="row-link" href={`${syncsPath}/${entry.sync.id}/records/${entry.ordinal}`}>
                Sync {entry.sync.id}
              </a>
              {syncNote(entry) && <span class="cell-sub">{syncNote(entry)}</span>}
            </td>
            <td data-label="Outcome">
              <OutcomeBadge outcome={entry.outcome} />
              {entryReason(entry) && <span class="cell-note">{entryReason(entry)}</span>}
            </td>
            <td data-label="Changes">{entry.changes === 0 ? '–' : countNoun(entry.changes, 'attribute')}</td>
            <td data-label="When">
              <Time at={entry.sync.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
