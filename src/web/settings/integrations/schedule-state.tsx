import type { Child, FC } from 'hono/jsx';
import { nextRuns, scheduledSyncMode } from '../../../domain/sync/schedule.ts';
import type { DataSource } from '../../../store/sources/reader.ts';
import type { Sync } from '../../../store/syncs/reader.ts';
import { Icon, type IconName } from '../../frame/icons.tsx';
import { sourceLabel } from '../../frame/labels.ts';
import { Time } from '../../frame/time.tsx';
import { isRunning } from '../../syncs/sync-labels.ts';

export interface ScheduleStateView {
  syncsUrl: string;
  kind: string;
  source: DataSource | null;
  hasMapping: boolean;
  intervalHours: number | null;
  /** The newest dry run since the last change of the settings that is running or completed. */
  dryRun: Sync | null;
  now: number;
}

interface ScheduleNotice {
  tone: 'held' | 'completed' | 'plain';
  message: Child;
}

const TONE_ICONS: Record<ScheduleNotice['tone'], IconName> = { held: 'pause', completed: 'check', plain: 'clock' };

export const ScheduleState: FC<ScheduleStateView> = (view) => {
  const { tone, message } = describeSchedule(view);
  return (
    <div class={`notice schedule-state${tone === 'plain' ? '' : ` notice-${tone}`}`} id="schedule-state">
      <Icon name={TONE_ICONS[tone]} />
      <p>{message}</p>
      {tone === 'held' && <DryRunButton {...view} />}
    </div>
  );
};

function describeSchedule({ kind, source, hasMapping, intervalHours, now }: ScheduleStateView): ScheduleNotice {
  const name = sourceLabel(kind);
  const plain = (message: Child): ScheduleNotice => ({ tone: 'plain', message });
  if (!hasMapping) {
    return plain(`${name} has no mapping yet: write one below and save it. Until then it brings in nobody.`);
  }
  if (kind === 'scim') return plain('SCIM pushes one person at a time, whenever something changes there: no schedule.');
  if (!source?.enabled) return plain(`${name} is off: the schedule does not ask it for anybody.`);
  const mode = scheduledSyncMode(source);
  if (mode === 'look_first') {
    return {
      tone: 'held',
      message:
        'The schedule does not write yet: its syncs are dry runs until an admin has applied a first sync of everybody. Start with a dry run, look at it, and apply it.',
    };
  }
  if (mode === 'look_again') {
    return {
      tone: 'held',
      message: (
        <>
          The mapping or the settings of {name} changed <Time at={source.changedAt} />. The schedule writes again once
          an admin has looked at one dry run begun after that; until then its syncs are dry runs.
        </>
      ),
    };
  }
  const [next] = nextRuns(intervalHours, now, 1);
  if (next === undefined) return plain('The schedule is off. Syncs run only when an admin starts them.');
  return {
    tone: 'completed',
    message: (
      <>
        The schedule writes; its next sync starts <Time at={next} />.
      </>
    ),
  };
}

const DryRunButton: FC<Pick<ScheduleStateView, 'syncsUrl' | 'dryRun'>> = ({ syncsUrl, dryRun }) =>
  dryRun === null ? (
    <form method="post" action={syncsUrl}>
      <button class="button" type="submit">
        Start a dry run
      </button>
    </form>
  ) : (
    <a class="button" href={`${syncsUrl}/${dryRun.id}/records`}>
      {isRunning(dryRun) ? `Sync ${dryRun.id} is running` : `Look at sync ${dryRun.id}`}
    </a>
  );
