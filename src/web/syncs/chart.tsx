import type { FC } from 'hono/jsx';
import type { Counts } from '../../domain/sync/words.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { utcOf } from '../frame/time.tsx';
import { counted, number } from '../frame/words.ts';
import { isRunning } from './words.ts';

const HEIGHT = 48;
const STEP = 16;
const BAR = 11;
const MOST = 30;

const changedOf = ({ created, updated, restored, terminated }: Counts): number =>
  created + updated + restored + terminated;

/** The worst that a sync has to show decides its colour. */
function colourOf(sync: SyncView): string {
  if (sync.state === 'failed' || sync.counts.failed > 0) return 'failed';
  if (sync.state === 'held') return 'held';
  if (sync.state === 'cancelled' || sync.state === 'not_run' || isRunning(sync)) return 'quiet';
  if (sync.counts.terminated > 0) return 'terminated';
  if (sync.counts.created > 0) return 'created';
  if (sync.counts.restored > 0) return 'restored';
  return sync.counts.updated > 0 ? 'updated' : 'quiet';
}

const wordsOf = (sync: SyncView): string =>
  [
    `Sync ${sync.id}, ${sync.state.replace('_', ' ')}${sync.persisted ? '' : ', dry run'}, ${utcOf(sync.createdAt)}:`,
    `${counted(changedOf(sync.counts), 'person', 'people')} changed, ${number(sync.counts.failed)} failed`,
  ].join(' ');

/** The last syncs as bars, oldest left: height is people changed (on a root scale, so that few still show). */
export const SyncChart: FC<{ syncs: readonly SyncView[]; base: string }> = ({ syncs, base }) => {
  const shown = syncs.slice(0, MOST).reverse();
  const most = Math.max(1, ...shown.map((sync) => changedOf(sync.counts)));
  const failed = shown.filter((sync) => sync.state === 'failed').length;
  const held = shown.filter((sync) => sync.state === 'held').length;
  const title = `The last ${counted(shown.length, 'sync')}: up to ${counted(most, 'person', 'people')} changed, ${failed} failed, ${held} held`;
  return (
    <figure class="chart">
      <svg class="chart-bars" viewBox={`0 0 ${MOST * STEP} ${HEIGHT}`} width={MOST * STEP} height={HEIGHT}>
        <title>{title}</title>
        <line class="chart-floor" x1="0" x2={MOST * STEP} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {shown.map((sync, index) => {
          const height = Math.max(3, Math.sqrt(changedOf(sync.counts) / most) * (HEIGHT - 6));
          const x = index * STEP + 2;
          return (
            <a href={`${base}/${sync.id}/records`} aria-label={wordsOf(sync)}>
              <title>{wordsOf(sync)}</title>
              <rect class="chart-reach" x={x - 2} y="0" width={STEP} height={HEIGHT} />
              <rect
                class={`fill-${colourOf(sync)}`}
                x={x}
                y={(HEIGHT - 1 - height).toFixed(1)}
                width={BAR}
                height={height.toFixed(1)}
                rx="1.5"
              />
            </a>
          );
        })}
      </svg>
      <figcaption class="chart-caption">Last {counted(shown.length, 'sync')}, people changed</figcaption>
    </figure>
  );
};
