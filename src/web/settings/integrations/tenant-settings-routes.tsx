import { Hono } from 'hono';
import { saveSettings } from '../../../app/settings/save-settings.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { localDay } from '../../../domain/sync/schedule.ts';
import { isFragmentRequest, renderFragment } from '../../frame/render.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { readFormFields } from '../shared/form-fields.ts';
import { integrationsUrl } from '../shared/urls.ts';
import { parseSettingsForm, SETTINGS_FORMS } from '../tenant-settings/fields.ts';
import { SETTINGS_FORM_COMPONENTS } from '../tenant-settings/forms.tsx';
import { readSettingsForms } from '../tenant-settings/read.ts';
import { showIntegrations } from './page.tsx';

export const tenantSettingsPages = new Hono<TenantEnv>();

for (const key of SETTINGS_FORMS) {
  // Reloading the response to a form shows the page.
  tenantSettingsPages.get(`/${key}`, (c) => c.redirect(`${integrationsUrl(c)}#${key}`, 303));

  tenantSettingsPages.post(`/${key}`, async (c) => {
    const { tenant } = c.var.store;
    const Form = SETTINGS_FORM_COMPONENTS[key];
    const fields = await readFormFields(c);
    const change = parseSettingsForm(key, fields, localDay(tenant.timeZone, Date.now()));
    if (!change.ok) {
      const submitted = { key, rejected: { fields, errors: change.fault } };
      if (!isFragmentRequest(c)) return showIntegrations(c, { settings: submitted }, 422);
      return renderFragment(c, <Form {...(await readSettingsForms(c, submitted))} />, 422);
    }
    const saved = await saveSettings(c.env, tenant, change.value, c.var.actor.label);
    if (!isFragmentRequest(c)) return c.redirect(`${buildUrl(integrationsUrl(c), { saved: key })}#${key}`, 303);
    return renderFragment(c, <Form {...(await readSettingsForms(c, { key }, saved))} />);
  });
}
