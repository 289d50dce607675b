import type { Context } from 'hono';
import { tenantSettings } from '../../../app/settings/save-settings.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { integrationsUrl } from '../shared/urls.ts';
import { type SettingsFormKey, settingsFormFields } from './fields.ts';
import type { SettingsFormsView, SettingsFormView } from './settings-form.tsx';

export interface SubmittedSettingsForm {
  key: SettingsFormKey;
  rejected?: Pick<SettingsFormView, 'fields' | 'errors'>;
}

/** @param settings the ones in force, if the caller has just saved them */
export async function readSettingsForms(
  c: Context<TenantEnv>,
  submitted?: SubmittedSettingsForm,
  settings = tenantSettings(c.var.store.tenant),
): Promise<SettingsFormsView> {
  const definitions = await c.var.store.mappings.definitions();
  const now = Date.now();
  const fields = settingsFormFields(settings, now);
  const savedForm = submitted?.key ?? c.req.query('saved');
  const view = (key: SettingsFormKey): SettingsFormView =>
    submitted?.key === key && submitted.rejected
      ? { ...submitted.rejected, saved: false }
      : { fields, errors: new Map(), saved: savedForm === key };
  return {
    baseUrl: integrationsUrl(c),
    intervalHours: settings.interval_hours,
    timeZone: settings.time_zone,
    forms: {
      schedule: view('schedule'),
      leaving: view('leaving'),
      announce: view('announce'),
      guards: view('guards'),
      export: view('export'),
    },
    customWithout: definitions.filter((definition) => !definition.export).map(({ key }) => key),
    now,
  };
}
