import { describe, expect, test } from 'vitest';
import { type AllSettings, tenantSettingsSchema } from '../../../../../src/domain/sync/settings.ts';
import {
  parseSettingsForm,
  SETTINGS_FORMS,
  settingsFormFields,
} from '../../../../../src/web/settings/tenant-settings/fields.ts';

const NOW = Date.UTC(2026, 10, 26);
const SETTINGS: AllSettings = {
  interval_hours: 6,
  time_zone: 'Europe/Oslo',
  ...tenantSettingsSchema.parse({
    deprovisioning_delay_days: null,
    access_ends: 'start_of_day',
    guards: { failed: { percent: 2.5, people: 3 } },
    announced_leavers: { people: 40, until: '2026-12-01' },
    export_without: ['title', 'manager'],
  }),
};

describe('the forms of the settings', () => {
  test('together give the settings that they were made from', () => {
    const fields = settingsFormFields(SETTINGS, NOW);
    const changes = SETTINGS_FORMS.map((form) => {
      const change = parseSettingsForm(form, fields, '2026-11-26');
      return change.ok ? change.value : expect.unreachable();
    });
    expect(Object.assign({}, ...changes)).toEqual(SETTINGS);
  });

  test('show no announcement that is over', () => {
    const fields = settingsFormFields(SETTINGS, Date.UTC(2026, 11, 2));
    expect(fields['announced_leavers.people']).toBe('');
  });

  test('say at its field what is wrong, and change nothing else', () => {
    const fields = {
      ...settingsFormFields(SETTINGS, NOW),
      'guards.failed.percent': '101',
      'guards.failed.people': 'x',
    };
    const change = parseSettingsForm('guards', fields, '2026-11-26');
    expect(change).toEqual({
      ok: false,
      fault: new Map([
        ['guards.failed.percent', 'Use a number from 0 to 100.'],
        ['guards.failed.people', 'Use a whole number from 0 to 1,000,000.'],
      ]),
    });
  });
});
