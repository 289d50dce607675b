import type { FC } from 'hono/jsx';
import { dayIn } from '../../../../domain/sync/schedule.ts';
import { STANDARD_ATTRIBUTES } from '../../../../domain/user/attributes.ts';
import { Field } from '../../../frame/fields.tsx';
import { Tick } from '../mapping/attribute.tsx';
import { GuardFields } from './guards-form.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { NumberField, SettingsError, SettingsForm, type SettingsPage } from './settings-form.tsx';
import type { SettingsFormKey } from './settings-forms.ts';

const LeavingForm: FC<SettingsPage> = ({ base, forms: { leaving: view } }) => (
  <SettingsForm of="leaving" title="Leaving" base={base} view={view}>
    <div class="field">
      <label for="deprovisioning_delay_days">User deprovisioning delay</label>
      <p class="field-hint">
        A terminated user loses access at once. After so many days their personal data is removed; who comes back before
        that is restored, nothing lost. Default: 30 days.
      </p>
      <p class="inline-number">
        <NumberField name="deprovisioning_delay_days" label="User deprovisioning delay in days" view={view} /> days
      </p>
      <Tick name="never" label="Never remove personal data" checked={view.fields.never === 'on'} />
      <SettingsError name="deprovisioning_delay_days" view={view} />
    </div>
    <fieldset class="field plain">
      <legend>On the termination date, access ends at the</legend>
      {(
        [
          ['end_of_day', 'end of that day (default)'],
          ['start_of_day', 'start of that day'],
        ] as const
      ).map(([value, label]) => (
        <label class="tick">
          <input type="radio" name="access_ends" value={value} checked={view.fields.access_ends === value} />
          <span>{label}</span>
        </label>
      ))}
      <SettingsError name="access_ends" view={view} />
    </fieldset>
  </SettingsForm>
);

const AnnounceForm: FC<SettingsPage> = ({ base, timeZone, forms: { announce: view }, now }) => (
  <SettingsForm of="announce" title="Announced leavers" base={base} view={view}>
    <p class="field-hint">
      Before many people leave at once, say so: up to that many do not hold a sync. Leave both empty to announce nobody.
    </p>
    <Field
      name="announced_leavers.people"
      label="Up to so many leavers"
      inputmode="numeric"
      value={view.fields['announced_leavers.people'] ?? ''}
      {...(view.errors['announced_leavers.people'] && { error: view.errors['announced_leavers.people'] })}
    />
    <Field
      name="announced_leavers.until"
      label="Until, that day included"
      type="date"
      hint={`Today is ${dayIn(timeZone, now)}.`}
      value={view.fields['announced_leavers.until'] ?? ''}
      {...(view.errors['announced_leavers.until'] && { error: view.errors['announced_leavers.until'] })}
    />
  </SettingsForm>
);

const ExportForm: FC<SettingsPage> = ({ base, forms: { export: view }, customWithout }) => (
  <SettingsForm of="export" title="CSV export" base={base} view={view}>
    <fieldset class="field plain">
      <legend>Exclude from CSV export</legend>
      <div class="tick-columns">
        {STANDARD_ATTRIBUTES.map(({ key, label }) => (
          <Tick name={`export_without.${key}`} label={label} checked={view.fields[`export_without.${key}`] === 'on'} />
        ))}
      </div>
    </fieldset>
    <p class="field-hint">
      A custom attribute says so beside its expression.{' '}
      {customWithout.length > 0 && `Excluded there: ${customWithout.join(', ')}.`}
    </p>
  </SettingsForm>
);

const GuardsForm: FC<SettingsPage> = ({ base, forms: { guards: view } }) => (
  <SettingsForm of="guards" title="Guards" base={base} view={view}>
    <p class="field-hint">
      A guard looks at what a sync would do and holds it for an admin, before anything is written. Numbers count active
      users that the data source owns, over 24 hours.
    </p>
    <div class="guards">
      <GuardFields view={view} />
    </div>
  </SettingsForm>
);

/** The part that answers a form in its place. */
export const SETTINGS_PARTS: Record<SettingsFormKey, FC<SettingsPage>> = {
  schedule: ScheduleForm,
  leaving: LeavingForm,
  announce: AnnounceForm,
  guards: GuardsForm,
  export: ExportForm,
};

/** Schedule, leaving, guards and export: what holds for the whole tenant. */
export const SettingsForms: FC<{ page: SettingsPage }> = ({ page }) => (
  <>
    <div class="columns">
      <ScheduleForm {...page} />
      <LeavingForm {...page} />
    </div>
    <GuardsForm {...page} />
    <div class="columns">
      <AnnounceForm {...page} />
      <ExportForm {...page} />
    </div>
  </>
);
