import { Hono } from 'hono';
import { saveSettings } from '../../../app/settings/save-settings.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { localDay } from '../../../domain/sync/schedule.ts';
import { isFragmentRequest, renderFragment } from '../../frame/render.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { integrationsPath, readFormFields } from '../shared/paths.ts';
import { parseSettingsForm, SETTINGS_FORMS } from '../tenant-settings/fields.ts';
import { SETTINGS_FORM_PARTS } from '../tenant-settings/forms.tsx';
import { readSettingsForms } from '../tenant-settings/read.ts';
import { showIntegrations } from './page.tsx';

/** `/{tenant}/settings/integrations/schedule`, `/leaving`, …: the forms beside the mapping, each saved for itself. */
export const tenantSettingsPages = new Hono<TenantEnv>();

for (const key of SETTINGS_FORMS) {
  // Whoever reloads the answer to a form finds the page.
  tenantSettingsPages.get(`/${key}`, (c) => c.redirect(`${integrationsPath(c)}#${key}`, 303));

  tenantSettingsPages.post(`/${key}`, async (c) => {
    const { tenant } = c.var.store;
    const fields = await readFormFields(c);
    const read = parseSettingsForm(key, fields, localDay(tenant.timeZone, Date.now()));
    if (!read.ok) {
      const instead = { key, refused: { fields, errors: read.fault } };
      if (!isFragmentRequest(c)) return showIntegrations(c, { form: instead }, 422);
      const Part = SETTINGS_FORM_PARTS[key];
      return renderFragment(c, <Part {...(await readSettingsForms(c, instead))} />, 422);
    }
    const { interval_hours, time_zone, ...settings } = await saveSettings(c.env, tenant, read.value, c.var.actor.label);
    if (!isFragmentRequest(c)) return c.redirect(`${buildUrl(integrationsPath(c), { saved: key })}#${key}`, 303);
    const Part = SETTINGS_FORM_PARTS[key];
    const after = { ...tenant, intervalHours: interval_hours, timeZone: time_zone, settings };
    return renderFragment(c, <Part {...(await readSettingsForms(c, { key }, after))} />);
  });
}
