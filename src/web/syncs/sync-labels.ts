import { isFinalState } from '../../domain/sync/vocabulary.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { RunProgress } from '../../sync/coordinator/run.ts';
import { countNoun, formatCount, planSummary, sourceLabel, TRIGGER_LABELS } from '../frame/labels.ts';
import { formatDuration } from '../frame/time.tsx';

export const isRunning = ({ state }: Sync): boolean => state === 'running' || state === 'pending';

/** A preview runs an unsaved mapping on the snapshot of another sync. */
export const isPreview = ({ snapshotOf }: Sync): boolean => snapshotOf !== null;

export const canApply = (sync: Sync): boolean =>
  sync.state === 'completed' &&
  !sync.persisted &&
  sync.scope === 'full' &&
  !isPreview(sync) &&
  planSummary(sync.counts) !== null;

export function scopeLabel({ scope, personKey }: Sync): string {
  if (scope === 'leavers') return 'People whose last day has passed';
  if (scope === 'full') return 'Everybody';
  return `One person: ${personKey?.email ?? personKey?.employee_id ?? 'unknown'}`;
}

export const triggerLabel = ({ trigger, planOf }: Sync): string =>
  planOf === null ? TRIGGER_LABELS[trigger] : `applies the plan of sync ${planOf}`;

export function persistedLabel(sync: Sync): { answer: 'Yes' | 'No'; note: string | null } {
  if (!sync.persisted) return { answer: 'No', note: isPreview(sync) ? 'preview' : 'dry run' };
  if (sync.state === 'completed') return { answer: 'Yes', note: null };
  if (sync.state === 'held') {
    return sync.appliedAt === null
      ? { answer: 'No', note: 'waits for you' }
      : { answer: 'Yes', note: 'terminations wait' };
  }
  if (!isFinalState(sync.state)) return { answer: 'Yes', note: 'when applied' };
  // A plan, which writing needs, takes a complete snapshot.
  const noPlan = sync.state === 'not_run' || (!sync.complete && sync.planOf === null && sync.scope === 'full');
  // A hold of everything writes nothing before it is approved.
  const unapprovedHold = sync.approvedAt === null && sync.guards.some((guard) => guard.holds === 'all');
  return noPlan || unapprovedHold ? { answer: 'No', note: 'nothing written' } : { answer: 'Yes', note: 'ended early' };
}

interface ProgressLabel {
  text: string;
  /** From 0 to 1; null while unknown. */
  fraction: number | null;
  detail: string;
}

export function progressLabel(sync: Sync, progress: RunProgress | null, now: number): ProgressLabel {
  if (!progress) return { text: 'Starting', fraction: null, detail: '' };
  const { step, fetched, planned, applied, toApply } = progress;
  const seconds = Math.max(1, (now - progress.startedAt) / 1000);
  const rate = (count: number) => (count > 0 ? `${formatCount(Math.round(count / seconds))} a second` : '');
  const timeLeft = (done: number, total: number) =>
    done > 0 && done < total ? `about ${formatDuration((((total - done) * seconds) / done) * 1000)} left` : '';
  const joinParts = (...parts: string[]) => parts.filter(Boolean).join(', ');
  switch (step) {
    case 'fetch':
      if (fetched === 0) return { text: `Asking ${sourceLabel(sync.source)}`, fraction: null, detail: '' };
      return {
        text: `Fetched ${countNoun(fetched, 'record')}, planned ${formatCount(planned)}`,
        fraction: null,
        detail: rate(fetched),
      };
    case 'plan':
      return {
        text: `Planned ${formatCount(planned)} of ${countNoun(fetched, 'record')}`,
        fraction: fetched === 0 ? null : planned / fetched,
        detail: joinParts(rate(planned), timeLeft(planned, fetched)),
      };
    case 'apply':
      return {
        text: `Applied ${formatCount(applied)} of ${countNoun(toApply, 'change')}`,
        fraction: toApply === 0 ? null : applied / toApply,
        detail: '',
      };
    case 'single':
      return { text: `Asking ${sourceLabel(sync.source)} for one person`, fraction: null, detail: '' };
    case 'leavers':
      return { text: 'Looking for people whose last day has passed', fraction: null, detail: '' };
    case 'settle':
      return { text: `Comparing ${countNoun(fetched, 'record')} with each other`, fraction: null, detail: '' };
    case 'finish':
      return { text: 'Finishing', fraction: 1, detail: '' };
  }
}
