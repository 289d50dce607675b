import type { FC } from 'hono/jsx';
import { localDay, nextRuns } from '../../../domain/sync/schedule.ts';
import { STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import { InputField } from '../../frame/fields.tsx';
import { formatRelativeTime } from '../../frame/time.tsx';
import { Checkbox, describedBy, FieldError, Radio, SelectOptions } from '../shared/inputs.tsx';
import type { SettingsFormKey } from './fields.ts';
import { GuardFields } from './guards.tsx';
import { NumberField, SettingsForm, type SettingsFormsView } from './settings-form.tsx';

const INTERVALS = [
  ['24', 'Every 24 hours (default)'],
  ['12', 'Every 12 hours'],
  ['6', 'Every 6 hours'],
  ['3', 'Every 3 hours'],
  ['off', 'Off'],
] as const;
const RUNS_SHOWN = 5;

const formatMinute = (timeZone: string, at: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);

const ScheduleForm: FC<SettingsFormsView> = ({ baseUrl, intervalHours, timeZone, forms, now }) => {
  const view = forms.schedule;
  return (
    <SettingsForm formKey="schedule" title="Schedule" baseUrl={baseUrl} view={view}>
      <div class="field">
        <label for="interval_hours">Sync interval</label>
        <p class="field-hint">Counted from 00:00 UTC.</p>
        <select class="input" id="interval_hours" name="interval_hours">
          <SelectOptions options={INTERVALS} selected={view.fields.interval_hours ?? ''} />
        </select>
        <FieldError name="interval_hours" errors={view.errors} />
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
          {...describedBy('time_zone', view.errors, 'time_zone-hint')}
        />
        <datalist id="time-zones">
          {['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => (
            <option value={zone} />
          ))}
        </datalist>
        <FieldError name="time_zone" errors={view.errors} />
      </div>
      <NextRuns runs={nextRuns(intervalHours, now, RUNS_SHOWN)} timeZone={timeZone} now={now} />
    </SettingsForm>
  );
};

const NextRuns: FC<{ runs: readonly number[]; timeZone: string; now: number }> = ({ runs, timeZone, now }) =>
  runs.length === 0 ? (
    <p class="muted">The schedule is off: there is no next run.</p>
  ) : (
    <table class="table table-fixed next-runs">
      <caption>The next {RUNS_SHOWN} runs</caption>
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
            <td>{formatMinute('UTC', at)}</td>
            {timeZone !== 'UTC' && <td>{formatMinute(timeZone, at)}</td>}
            <td>{formatRelativeTime(at, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

const LeavingForm: FC<SettingsFormsView> = ({ baseUrl, forms: { leaving: view } }) => (
  <SettingsForm formKey="leaving" title="Leaving" baseUrl={baseUrl} view={view}>
    <div class="field">
      <label for="deprovisioning_delay_days">User deprovisioning delay</label>
      <p class="field-hint">
        A terminated user loses access at once. After so many days their personal data is removed; who comes back before
        that is restored, nothing lost. Default: 30 days.
      </p>
      <p class="inline-number">
        <NumberField name="deprovisioning_delay_days" label="User deprovisioning delay in days" view={view} /> days
      </p>
      <Checkbox name="never" label="Never remove personal data" checked={view.fields.never === 'on'} />
      <FieldError name="deprovisioning_delay_days" errors={view.errors} />
    </div>
    <fieldset class="field plain">
      <legend>On the termination date, access ends at the</legend>
      <Radio name="access_ends" value="end_of_day" checked={view.fields.access_ends === 'end_of_day'}>
        end of that day (default)
      </Radio>
      <Radio name="access_ends" value="start_of_day" checked={view.fields.access_ends === 'start_of_day'}>
        start of that day
      </Radio>
      <FieldError name="access_ends" errors={view.errors} />
    </fieldset>
  </SettingsForm>
);

const AnnounceForm: FC<SettingsFormsView> = ({ baseUrl, timeZone, forms: { announce: view }, now }) => (
  <SettingsForm formKey="announce" title="Announced leavers" baseUrl={baseUrl} view={view}>
    <p class="field-hint">
      Before many people leave at once, say so: up to that many do not hold a sync. Leave both empty to announce nobody.
    </p>
    <InputField
      name="announced_leavers.people"
      label="Up to so many leavers"
      inputmode="numeric"
      value={view.fields['announced_leavers.people'] ?? ''}
      error={view.errors.get('announced_leavers.people')}
    />
    <InputField
      name="announced_leavers.until"
      label="Until, that day included"
      type="date"
      hint={`Today is ${localDay(timeZone, now)}.`}
      value={view.fields['announced_leavers.until'] ?? ''}
      error={view.errors.get('announced_leavers.until')}
    />
  </SettingsForm>
);

const ExportForm: FC<SettingsFormsView> = ({ baseUrl, forms: { export: view }, customWithout }) => (
  <SettingsForm formKey="export" title="CSV export" baseUrl={baseUrl} view={view}>
    <fieldset class="field plain">
      <legend>Exclude from CSV export</legend>
      <div class="tick-columns">
        {STANDARD_ATTRIBUTES.map(({ key, label }) => (
          <Checkbox
            name={`export_without.${key}`}
            label={label}
            checked={view.fields[`export_without.${key}`] === 'on'}
          />
        ))}
      </div>
    </fieldset>
    <p class="field-hint">
      A custom attribute says so beside its expression.{' '}
      {customWithout.length > 0 && `Excluded there: ${customWithout.join(', ')}.`}
    </p>
  </SettingsForm>
);

const GuardsForm: FC<SettingsFormsView> = ({ baseUrl, forms: { guards: view } }) => (
  <SettingsForm formKey="guards" title="Guards" baseUrl={baseUrl} view={view}>
    <p class="field-hint">
      A guard looks at what a sync would do and holds it for an admin, before anything is written. Numbers count active
      users that the data source owns, over 24 hours.
    </p>
    <div class="guards">
      <GuardFields view={view} />
    </div>
  </SettingsForm>
);

/** Each is also the response to its form. */
export const SETTINGS_FORM_COMPONENTS: Record<SettingsFormKey, FC<SettingsFormsView>> = {
  schedule: ScheduleForm,
  leaving: LeavingForm,
  announce: AnnounceForm,
  guards: GuardsForm,
  export: ExportForm,
};

export const SettingsForms: FC<SettingsFormsView> = (view) => (
  <>
    <div class="columns">
      <ScheduleForm {...view} />
      <LeavingForm {...view} />
    </div>
    <GuardsForm {...view} />
    <div class="columns">
      <AnnounceForm {...view} />
      <ExportForm {...view} />
    </div>
  </>
);
