import type { Context } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { settingsOf } from '../../../../syncs/save-settings.ts';
import { integrationsAt } from '../address.ts';
import type { SettingsPage, SettingsView } from './settings-form.tsx';
import { type SettingsFormKey, settingsFields } from './settings-forms.ts';

/** A form that was posted: refused, with what was typed, or else saved. */
export interface InsteadForm {
  key: SettingsFormKey;
  refused?: Pick<SettingsView, 'fields' | 'errors'>;
}

/** Reads the forms beside the mapping. */
export async function readSettings(
  c: Context<TenantEnv>,
  instead?: InsteadForm,
  tenant = c.var.store.tenant,
): Promise<SettingsPage> {
  const definitions = await c.var.store.mappings.definitions();
  const now = Date.now();
  const fields = settingsFields(settingsOf(tenant), now);
  const posted = instead?.key ?? c.req.query('saved');
  const view = (key: SettingsFormKey): SettingsView =>
    instead?.key === key && instead.refused
      ? { ...instead.refused, saved: false }
      : { fields, errors: {}, saved: posted === key };
  return {
    base: integrationsAt(c),
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
