import { Hono } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { dayIn } from '../../../../domain/sync/schedule.ts';
import { saveSettings } from '../../../../syncs/save-settings.ts';
import { addressOf } from '../../../frame/query.ts';
import { showPart, wantsPart } from '../../../frame/show.tsx';
import { showIntegrations } from '../../show.tsx';
import { fieldsOf, integrationsAt } from '../address.ts';
import { readSettings } from './read-settings.ts';
import { readSettingsForm, SETTINGS_FORMS } from './settings-forms.ts';
import { SETTINGS_PARTS } from './settings-section.tsx';

/** `/{tenant}/settings/integrations/schedule`, `/leaving`, …: the forms beside the mapping, each saved for itself. */
export const settingsFormPages = new Hono<TenantEnv>();

for (const key of SETTINGS_FORMS) {
  // Whoever reloads the answer to a form finds the page.
  settingsFormPages.get(`/${key}`, (c) => c.redirect(`${integrationsAt(c)}#${key}`, 303));

  settingsFormPages.post(`/${key}`, async (c) => {
    const { tenant } = c.var.store;
    const fields = await fieldsOf(c);
    const read = readSettingsForm(key, fields, dayIn(tenant.timeZone, Date.now()));
    if (!read.ok) {
      const instead = { key, refused: { fields, errors: read.fault } };
      if (!wantsPart(c)) return showIntegrations(c, { form: instead }, 422);
      const Part = SETTINGS_PARTS[key];
      return showPart(c, <Part {...(await readSettings(c, instead))} />, 422);
    }
    const { interval_hours, time_zone, ...settings } = await saveSettings(c.env, tenant, read.value, c.var.actor.label);
    if (!wantsPart(c)) return c.redirect(`${addressOf(integrationsAt(c), { saved: key })}#${key}`, 303);
    const Part = SETTINGS_PARTS[key];
    const after = { ...tenant, intervalHours: interval_hours, timeZone: time_zone, settings };
    return showPart(c, <Part {...(await readSettings(c, { key }, after))} />);
  });
}
