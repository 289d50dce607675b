import type { FC } from 'hono/jsx';
import {
  OUTCOMES,
  type Outcome,
  type OutcomeCounts,
  type SyncState,
  totalCount,
} from '../../domain/sync/vocabulary.ts';
import { Icon, type IconName } from './icons.tsx';

const STATES: Record<SyncState, { word: string; icon: IconName }> = {
  pending: { word: 'Pending', icon: 'clock' },
  running: { word: 'Running', icon: 'running' },
  held: { word: 'Held', icon: 'pause' },
  completed: { word: 'Completed', icon: 'check' },
  failed: { word: 'Failed', icon: 'cross' },
  cancelled: { word: 'Cancelled', icon: 'stop' },
  not_run: { word: 'Not run', icon: 'skip' },
};

const OUTCOME_ICONS: Record<Outcome, IconName> = {
  created: 'plus',
  updated: 'pencil',
  restored: 'back',
  terminated: 'leave',
  skipped: 'skip',
  failed: 'cross',
};

export const outcomeLabel = (outcome: Outcome): string => outcome.charAt(0).toUpperCase() + outcome.slice(1);

/** The state of a sync: icon, word and colour; never colour alone. */
export const StatusBadge: FC<{ state: SyncState }> = ({ state }) => (
  <span class={`badge badge-${state.replace('_', '-')}`}>
    <Icon name={STATES[state].icon} />
    {STATES[state].word}
  </span>
);

export const OutcomeBadge: FC<{ outcome: Outcome }> = ({ outcome }) => (
  <span class={`badge badge-${outcome}`}>
    <Icon name={OUTCOME_ICONS[outcome]} />
    {outcomeLabel(outcome)}
  </span>
);

/** Of the viewBox; the stylesheet scales it. */
const WIDTH = 100;

/** Left edge and width of each outcome that occurred. A single person among 100,000 still shows: nothing is thinner than 2. */
function slices(counts: OutcomeCounts): { outcome: Outcome; x: number; width: number }[] {
  const present = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const wide = present.map((outcome) => Math.max(2, (WIDTH * counts[outcome]) / totalCount(counts)));
  const scale = WIDTH / wide.reduce((sum, width) => sum + width, 0);
  let x = 0;
  return present.map((outcome, index) => {
    const width = (wide[index] ?? 0) * scale;
    x += width;
    return { outcome, x: x - width, width };
  });
}

/** Counts by outcome, as a stacked bar and in words. */
export const OutcomeBar: FC<{ counts: OutcomeCounts; href?: (outcome: Outcome) => string }> = ({ counts, href }) => (
  <div class="outcomes">
    <svg class="outcomes-bar" viewBox={`0 0 ${WIDTH} 6`} preserveAspectRatio="none" aria-hidden="true">
      {slices(counts).map(({ outcome, x, width }) => (
        <rect class={`fill-${outcome}`} x={x.toFixed(2)} y="0" width={width.toFixed(2)} height="6" />
      ))}
    </svg>
    <span class="outcomes-words">
      {OUTCOMES.map((outcome) => {
        const words = `${counts[outcome].toLocaleString('en-US')} ${outcome}`;
        if (counts[outcome] === 0) return <span class="outcome-count outcome-none">{words}</span>;
        const className = `outcome-count text-${outcome}`;
        return href ? (
          <a class={className} href={href(outcome)}>
            {words}
          </a>
        ) : (
          <span class={className}>{words}</span>
        );
      })}
    </span>
  </div>
);
