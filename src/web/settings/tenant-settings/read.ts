import type { Context } from 'hono';
import { tenantSettings } from '../../../app/settings/save-settings.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { integrationsPath } from '../shared/paths.ts';
import type { SettingsFormsView, SettingsFormView } from './field.tsx';
import { type SettingsFormKey, settingsFormFields } from './fields.ts';

/** A form that was posted: refused, with what was typed, or else saved. */
export interface SubmittedForm {
  key: SettingsFormKey;
  refused?: Pick<SettingsFormView, 'fields' | 'errors'>;
}

/** Reads the forms beside the mapping. */
export async function readSettingsForms(
  c: Context<TenantEnv>,
  instead?: SubmittedForm,
  tenant = c.var.store.tenant,
): Promise<SettingsFormsView> {
  const definitions = await c.var.store.mappings.definitions();
  const now = Date.now();
  const fields = settingsFormFields(tenantSettings(tenant), now);
  const posted = instead?.key ?? c.req.query('saved');
  const view = (key: SettingsFormKey): SettingsFormView =>
    instead?.key === key && instead.refused
      ? { ...instead.refused, saved: false }
      : { fields, errors: {}, saved: posted === key };
  return {
    base: integrationsPath(c),
    intervalHours: tenant.intervalHours,
    timeZone: tenant.timeZone,
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
