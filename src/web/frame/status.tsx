import type { FC } from 'hono/jsx';
import {
  OUTCOMES,
  type Outcome,
  type OutcomeCounts,
  type SyncState,
  totalCount,
} from '../../domain/sync/vocabulary.ts';
import { Icon, type IconName } from './icons.tsx';
import { formatCount } from './labels.ts';

const STATES: Record<SyncState, { label: string; icon: IconName }> = {
  pending: { label: 'Pending', icon: 'clock' },
  running: { label: 'Running', icon: 'running' },
  held: { label: 'Held', icon: 'pause' },
  completed: { label: 'Completed', icon: 'check' },
  failed: { label: 'Failed', icon: 'cross' },
  cancelled: { label: 'Cancelled', icon: 'stop' },
  not_run: { label: 'Not run', icon: 'skip' },
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

/** Never by colour alone. */
export const StatusBadge: FC<{ state: SyncState }> = ({ state }) => (
  <span class={`badge badge-${state.replace('_', '-')}`}>
    <Icon name={STATES[state].icon} />
    {STATES[state].label}
  </span>
);

export const OutcomeBadge: FC<{ outcome: Outcome }> = ({ outcome }) => (
  <span class={`badge badge-${outcome}`}>
    <Icon name={OUTCOME_ICONS[outcome]} />
    {outcomeLabel(outcome)}
  </span>
);

/** Of the viewBox, which the stylesheet scales. */
const WIDTH = 100;
const MIN_WIDTH = 2;

/** A minimum width keeps one person among 100,000 visible. */
function slices(counts: OutcomeCounts): { outcome: Outcome; x: number; width: number }[] {
  const present = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const widths = present.map((outcome) => Math.max(MIN_WIDTH, (WIDTH * counts[outcome]) / totalCount(counts)));
  const scale = WIDTH / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  return present.map((outcome, index) => {
    const width = (widths[index] ?? 0) * scale;
    x += width;
    return { outcome, x: x - width, width };
  });
}

export const OutcomeBar: FC<{ counts: OutcomeCounts; href?: (outcome: Outcome) => string }> = ({ counts, href }) => (
  <div class="outcomes">
    <svg class="outcomes-bar" viewBox={`0 0 ${WIDTH} 6`} preserveAspectRatio="none" aria-hidden="true">
      {slices(counts).map(({ outcome, x, width }) => (
        <rect class={`fill-${outcome}`} x={x.toFixed(2)} y="0" width={width.toFixed(2)} height="6" />
      ))}
    </svg>
    <span class="outcomes-words">
      {OUTCOMES.map((outcome) => {
        const text = `${formatCount(counts[outcome])} ${outcome}`;
        if (counts[outcome] === 0) return <span class="outcome-count outcome-none">{text}</span>;
        const className = `outcome-count text-${outcome}`;
        return href ? (
          <a class={className} href={href(outcome)}>
            {text}
          </a>
        ) : (
          <span class={className}>{text}</span>
        );
      })}
    </span>
  </div>
);
