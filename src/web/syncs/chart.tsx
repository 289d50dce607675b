import type { FC } from 'hono/jsx';
import type { OutcomeCounts } from '../../domain/sync/vocabulary.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { countNoun, formatCount } from '../frame/labels.ts';
import { formatUtc } from '../frame/time.tsx';
import { isRunning } from './sync-labels.ts';

const HEIGHT = 48;
const BAR_STEP = 16;
const BAR_WIDTH = 11;
const MAX_BARS = 30;

const countChanged = ({ created, updated, restored, terminated }: OutcomeCounts): number =>
  created + updated + restored + terminated;

/** By the most severe outcome of the sync. */
function barColour(sync: Sync): string {
  if (sync.state === 'failed' || sync.counts.failed > 0) return 'failed';
  if (sync.state === 'held') return 'held';
  if (sync.state === 'cancelled' || sync.state === 'not_run' || isRunning(sync)) return 'quiet';
  if (sync.counts.terminated > 0) return 'terminated';
  if (sync.counts.created > 0) return 'created';
  if (sync.counts.restored > 0) return 'restored';
  return sync.counts.updated > 0 ? 'updated' : 'quiet';
}

const barLabel = (sync: Sync): string =>
  [
    `Sync ${sync.id}, ${sync.state.replace('_', ' ')}${sync.persisted ? '' : ', dry run'}, ${formatUtc(sync.createdAt)}:`,
    `${countNoun(countChanged(sync.counts), 'person', 'people')} changed, ${formatCount(sync.counts.failed)} failed`,
  ].join(' ');

/** Oldest left. Heights are people changed on a square-root scale, to keep small syncs visible. */
export const SyncChart: FC<{ syncs: readonly Sync[]; syncsPath: string }> = ({ syncs, syncsPath }) => {
  const shown = syncs.slice(0, MAX_BARS).reverse();
  const maxChanged = Math.max(1, ...shown.map((sync) => countChanged(sync.counts)));
  const failed = shown.filter((sync) => sync.state === 'failed').length;
  const held = shown.filter((sync) => sync.state === 'held').length;
  const title = `The last ${countNoun(shown.length, 'sync')}: up to ${countNoun(maxChanged, 'person', 'people')} changed, ${failed} failed, ${held} held`;
  return (
    <figure class="chart">
      <svg
        class="chart-bars"
        viewBox={`0 0 ${MAX_BARS * BAR_STEP} ${HEIGHT}`}
        width={MAX_BARS * BAR_STEP}
        height={HEIGHT}
      >
        <title>{title}</title>
        <line class="chart-floor" x1="0" x2={MAX_BARS * BAR_STEP} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {shown.map((sync, index) => {
          const height = Math.max(3, Math.sqrt(countChanged(sync.counts) / maxChanged) * (HEIGHT - 6));
          const x = index * BAR_STEP + 2;
          return (
            <a href={`${syncsPath}/${sync.id}/records`} aria-label={barLabel(sync)}>
              <title>{barLabel(sync)}</title>
              <rect class="chart-reach" x={x - 2} y="0" width={BAR_STEP} height={HEIGHT} />
              <rect
                class={`fill-${barColour(sync)}`}
                x={x}
                y={(HEIGHT - 1 - height).toFixed(1)}
                width={BAR_WIDTH}
                height={height.toFixed(1)}
                rx="1.5"
              />
            </a>
          );
        })}
      </svg>
      <figcaption class="chart-caption">Last {countNoun(shown.length, 'sync')}, people changed</figcaption>
    </figure>
  );
};
