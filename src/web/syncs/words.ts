import { isFinal } from '../../domain/sync/states.ts';
import type { SyncView } from '../../store/sync-row.ts';
import type { Progress } from '../../syncs/coordinator/run.ts';
import { durationOf } from '../frame/time.tsx';
import { counted, number, planWords, sourceWord, TRIGGER_WORDS } from '../frame/words.ts';

export const isRunning = ({ state }: SyncView): boolean => state === 'running' || state === 'pending';

/** Tries a mapping that is not saved, on a snapshot that another sync fetched. */
export const isPreview = ({ snapshotOf }: SyncView): boolean => snapshotOf !== null;

/** A dry run of everybody that is done, and that would do something. */
export const canApply = (sync: SyncView): boolean =>
  sync.state === 'completed' &&
  !sync.persisted &&
  sync.scope === 'full' &&
  !isPreview(sync) &&
  planWords(sync.counts) !== null;

/** Whom a sync is about. */
export function scopeWord({ scope, personKey }: SyncView): string {
  if (scope === 'leavers') return 'People whose last day has passed';
  if (scope === 'full') return 'Everybody';
  return `One person: ${personKey?.email ?? personKey?.employee_id ?? 'unknown'}`;
}

/** How a sync came about, to follow who created it. */
export const triggerWords = ({ trigger, planOf }: SyncView): string =>
  planOf === null ? TRIGGER_WORDS[trigger] : `applies the plan of sync ${planOf}`;

/** Whether what a sync received was written, and what of it needs a word more. */
export function persistedWords(sync: SyncView): { word: 'Yes' | 'No'; more: string | null } {
  if (!sync.persisted) return { word: 'No', more: isPreview(sync) ? 'preview' : 'dry run' };
  if (sync.state === 'completed') return { word: 'Yes', more: null };
  if (sync.state === 'held') {
    return sync.appliedAt === null ? { word: 'No', more: 'waits for you' } : { word: 'Yes', more: 'terminations wait' };
  }
  if (!isFinal(sync.state)) return { word: 'Yes', more: 'when applied' };
  // Without a complete snapshot there is no plan, so nothing was written.
  const none = sync.state === 'not_run' || (!sync.complete && sync.planOf === null && sync.scope === 'full');
  // A hold of everything that nobody approved wrote nothing either.
  const kept = sync.approvedAt === null && sync.guards.some((guard) => guard.holds === 'all');
  return none || kept ? { word: 'No', more: 'nothing written' } : { word: 'Yes', more: 'ended early' };
}

/** How a running sync gets on: one sentence, how far the bar is (null while nobody knows), and rate and time left. */
export interface ProgressWords {
  words: string;
  done: number | null;
  more: string;
}

export function progressWords(sync: SyncView, progress: Progress | null, now: number): ProgressWords {
  if (!progress) return { words: 'Starting', done: null, more: '' };
  const { step, fetched, planned, applied, toApply } = progress;
  const seconds = Math.max(1, (now - progress.startedAt) / 1000);
  const rate = (count: number) => (count > 0 ? `${number(Math.round(count / seconds))} a second` : '');
  const left = (done: number, of: number) =>
    done > 0 && done < of ? `about ${durationOf((((of - done) * seconds) / done) * 1000)} left` : '';
  const more = (...parts: string[]) => parts.filter(Boolean).join(', ');
  switch (step) {
    case 'fetch':
      if (fetched === 0) return { words: `Asking ${sourceWord(sync.source)}`, done: null, more: '' };
      return {
        words: `Fetched ${counted(fetched, 'record')}, planned ${number(planned)}`,
        done: null,
        more: rate(fetched),
      };
    case 'plan':
      return {
        words: `Planned ${number(planned)} of ${counted(fetched, 'record')}`,
        done: fetched === 0 ? null : planned / fetched,
        more: more(rate(planned), left(planned, fetched)),
      };
    case 'apply':
      return {
        words: `Applied ${number(applied)} of ${counted(toApply, 'change')}`,
        done: toApply === 0 ? null : applied / toApply,
        more: '',
      };
    case 'single':
      return { words: `Asking ${sourceWord(sync.source)} for one person`, done: null, more: '' };
    case 'leavers':
      return { words: 'Looking for people whose last day has passed', done: null, more: '' };
    case 'settle':
      return { words: `Comparing ${counted(fetched, 'record')} with each other`, done: null, more: '' };
    case 'finish':
      return { words: 'Finishing', done: 1, more: '' };
  }
}
