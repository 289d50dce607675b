import { localDay } from '../../../domain/sync/schedule.ts';
import {
  type AllSettings,
  guardSettingsSchema,
  type SettingsChange,
  settingsChangeSchema,
} from '../../../domain/sync/settings.ts';
import { STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { type FieldErrors, type FormFields, nestValues } from '../shared/form-fields.ts';

export const SETTINGS_FORMS = ['schedule', 'leaving', 'announce', 'guards', 'export'] as const;
export type SettingsFormKey = (typeof SETTINGS_FORMS)[number];

export const DEFAULT_GUARDS = guardSettingsSchema.parse({});

/** Names of inputs are dotted paths in the body of `PUT /settings`. */
interface SettingField<Value> {
  form: SettingsFormKey;
  toFields(value: Value): FormFields;
  /** Not validated: the schema does that later. */
  toJson(fields: FormFields): unknown;
  error(name: string): string;
}

const WHOLE_NUMBER = 'Use a whole number from 0 to 1,000,000.';

const SETTING_FIELDS: { [Name in keyof AllSettings]: SettingField<AllSettings[Name]> } = {
  interval_hours: {
    form: 'schedule',
    toFields: (hours) => ({ interval_hours: hours?.toString() ?? 'off' }),
    toJson: ({ interval_hours }) => (interval_hours === 'off' ? null : numberOrText(interval_hours)),
    error: () => 'Choose 24, 12, 6 or 3 hours, or off.',
  },
  time_zone: {
    form: 'schedule',
    toFields: (time_zone) => ({ time_zone }),
    toJson: ({ time_zone }) => time_zone?.trim(),
    error: () => 'This is not the name of a time zone, such as Europe/Oslo.',
  },
  deprovisioning_delay_days: {
    form: 'leaving',
    toFields: (days) => ({ deprovisioning_delay_days: days?.toString() ?? '', never: days === null ? 'on' : '' }),
    toJson: ({ deprovisioning_delay_days, never }) => (never === 'on' ? null : numberOrText(deprovisioning_delay_days)),
    error: () => 'Use a whole number of days from 0 to 365, or choose never.',
  },
  access_ends: {
    form: 'leaving',
    toFields: (access_ends) => ({ access_ends }),
    toJson: ({ access_ends }) => access_ends,
    error: () => 'Choose the end or the start of the day.',
  },
  announced_leavers: {
    form: 'announce',
    toFields: (announced) => ({
      'announced_leavers.people': announced?.people.toString() ?? '',
      'announced_leavers.until': announced?.until ?? '',
    }),
    toJson({ 'announced_leavers.people': people = '', 'announced_leavers.until': until = '' }) {
      return people.trim() === '' && until === '' ? null : { people: numberOrText(people), until };
    },
    error: (name) => (name === 'announced_leavers.until' ? 'Choose the last day of it.' : WHOLE_NUMBER),
  },
  guards: {
    form: 'guards',
    toFields: (guards) =>
      Object.fromEntries(guardNumbers(guards).map(([name, value]) => [`guards.${name}`, String(value)])),
    toJson: (fields) =>
      nestValues(guardNumbers(DEFAULT_GUARDS).map(([name]) => [name, numberOrText(fields[`guards.${name}`])])),
    error: (name) => (name.endsWith('percent') ? 'Use a number from 0 to 100.' : WHOLE_NUMBER),
  },
  export_without: {
    form: 'export',
    toFields: (keys) => Object.fromEntries(keys.map((key) => [`export_without.${key}`, 'on'])),
    toJson: (fields) => STANDARD_ATTRIBUTES.flatMap(({ key }) => (fields[`export_without.${key}`] === 'on' ? key : [])),
    error: () => 'This is not valid.',
  },
};

const guardNumbers = (guards: AllSettings['guards']): [name: string, value: number][] =>
  Object.entries(guards).flatMap(([code, numbers]) =>
    Object.entries(numbers).map(([number, value]): [string, number] => [`${code}.${number}`, value]),
  );

/** What is not a number stays text, which the schema rejects. */
const numberOrText = (text = ''): number | string => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);

/** Announced leavers whose last day has passed are left out. */
export function settingsFormFields(settings: AllSettings, now: number): FormFields {
  const { announced_leavers: announced, time_zone } = settings;
  const isOver = announced !== null && announced.until < localDay(time_zone, now);
  return {
    ...SETTING_FIELDS.interval_hours.toFields(settings.interval_hours),
    ...SETTING_FIELDS.time_zone.toFields(time_zone),
    ...SETTING_FIELDS.deprovisioning_delay_days.toFields(settings.deprovisioning_delay_days),
    ...SETTING_FIELDS.access_ends.toFields(settings.access_ends),
    ...SETTING_FIELDS.announced_leavers.toFields(isOver ? null : announced),
    ...SETTING_FIELDS.guards.toFields(settings.guards),
    ...SETTING_FIELDS.export_without.toFields(settings.export_without),
  };
}

/**
 * @param today `YYYY-MM-DD` in the time zone of the tenant
 * @returns the change for `saveSettings`, or errors by field
 */
export function parseSettingsForm(
  form: SettingsFormKey,
  fields: FormFields,
  today: string,
): Result<SettingsChange, FieldErrors> {
  const settings = Object.entries(SETTING_FIELDS).filter(([, setting]) => setting.form === form);
  const body = Object.fromEntries(settings.map(([name, { toJson }]) => [name, toJson(fields)]));
  const change = settingsChangeSchema.safeParse(body);
  if (!change.success) {
    const errors = change.error.issues.map(({ path }): [string, string] => {
      const name = path.join('.');
      const setting = settings.find(([key]) => key === path[0])?.[1];
      return [name, setting?.error(name) ?? 'This is not valid.'];
    });
    return fail(new Map(errors));
  }
  const until = change.data.announced_leavers?.until;
  if (until !== undefined && until < today) {
    return fail(new Map([['announced_leavers.until', `This day has passed; today is ${today}.`]]));
  }
  return ok(change.data);
}
