import type { FC } from 'hono/jsx';
import { nextRuns } from '../../../../domain/sync/schedule.ts';
import { agoOf } from '../../../frame/time.tsx';
import { SettingsError, SettingsForm, type SettingsPage } from './settings-form.tsx';

const INTERVALS = [
  ['24', 'Every 24 hours (default)'],
  ['12', 'Every 12 hours'],
  ['6', 'Every 6 hours'],
  ['3', 'Every 3 hours'],
  ['off', 'Off'],
] as const;
const RUNS = 5;

const minuteIn = (timeZone: string, at: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);

/** The sync interval with its next runs, and the time zone. */
export const ScheduleForm: FC<SettingsPage> = ({ base, intervalHours, timeZone, forms, now }) => {
  const view = forms.schedule;
  return (
    <SettingsForm of="schedule" title="Schedule" base={base} view={view}>
      <div class="field">
        <label for="interval_hours">Sync interval</label>
        <p class="field-hint">Counted from 00:00 UTC.</p>
        <select class="input" id="interval_hours" name="interval_hours">
          {INTERVALS.map(([value, label]) => (
            <option value={value} selected={view.fields.interval_hours === value}>
              {label}
            </option>
          ))}
        </select>
        <SettingsError name="interval_hours" view={view} />
      </div>
      <div class="field">
        <label for="time_zone">Time zone</label>
        <p class="field-hint" id="time_zone-hint">
          Days are counted in it: hire dates, termination dates, the date in a file’s name.
        </p>
        <input
          class="input"
          id="time_zone"
          name="time_zone"
          list="time-zones"
          autocomplete="off"
          value={view.fields.time_zone}
          aria-invalid={view.errors.time_zone ? 'true' : undefined}
          aria-describedby={view.errors.time_zone ? 'time_zone-hint time_zone-error' : 'time_zone-hint'}
        />
        <datalist id="time-zones">
          {['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => (
            <option value={zone} />
          ))}
        </datalist>
        <SettingsError name="time_zone" view={view} />
      </div>
      <NextRuns runs={nextRuns(intervalHours, now, RUNS)} timeZone={timeZone} now={now} />
    </SettingsForm>
  );
};

const NextRuns: FC<{ runs: readonly number[]; timeZone: string; now: number }> = ({ runs, timeZone, now }) =>
  runs.length === 0 ? (
    <p class="muted">The schedule is off: there is no next run.</p>
  ) : (
    <table class="table table-fixed next-runs">
      <caption>The next {RUNS} runs</caption>
      <thead>
        <tr>
          <th scope="col">UTC</th>
          {timeZone !== 'UTC' && <th scope="col">{timeZone}</th>}
          <th scope="col">Starts</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((at) => (
          <tr>
            <td>{minuteIn('UTC', at)}</td>
            {timeZone !== 'UTC' && <td>{minuteIn(timeZone, at)}</td>}
            <td>{agoOf(at, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
