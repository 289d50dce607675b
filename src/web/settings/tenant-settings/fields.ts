import type { z } from 'zod';
import { localDay } from '../../../domain/sync/schedule.ts';
import { type AllSettings, guardSettingsSchema, settingsChangeSchema } from '../../../domain/sync/settings.ts';
import { STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { FormFields } from '../mapping/fields.ts';

/** The forms beside the mapping; each is saved for itself. */
export const SETTINGS_FORMS = ['schedule', 'leaving', 'announce', 'guards', 'export'] as const;
export type SettingsFormKey = (typeof SETTINGS_FORMS)[number];

export const DEFAULT_GUARDS = guardSettingsSchema.parse({});
type GuardCode = keyof typeof DEFAULT_GUARDS;

/** Every number of every guard, named as in the body of `PUT /settings`. */
const GUARD_NUMBERS = Object.entries(DEFAULT_GUARDS).flatMap(([code, numbers]) =>
  Object.keys(numbers).map((number) => ({ name: `guards.${code}.${number}`, code, number })),
);

/** What the forms show for settings as they are. A past announcement is over, and leaves its form empty. */
export function settingsFormFields(settings: AllSettings, now: number): FormFields {
  const { announced_leavers: announced, guards, export_without: without, deprovisioning_delay_days: delay } = settings;
  const ahead = announced !== null && announced.until >= localDay(settings.time_zone, now) ? announced : null;
  return {
    interval_hours: settings.interval_hours?.toString() ?? 'off',
    time_zone: settings.time_zone,
    access_ends: settings.access_ends,
    deprovisioning_delay_days: delay?.toString() ?? '',
    ...(delay === null && { never: 'on' }),
    'announced_leavers.people': ahead?.people.toString() ?? '',
    'announced_leavers.until': ahead?.until ?? '',
    ...Object.fromEntries(without.map((key) => [`export_without.${key}`, 'on'])),
    ...Object.fromEntries(
      Object.entries(guards).flatMap(([code, numbers]) =>
        Object.entries(numbers).map(([number, value]) => [`guards.${code}.${number}`, String(value)]),
      ),
    ),
  };
}

/** A number as typed; what is none stays a text, for the schema to refuse. */
const numberOrText = (text = ''): number | string => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);

/** What a form would change, in the body of `PUT /settings`. */
const CHANGE_OF_FORM: Record<SettingsFormKey, (fields: FormFields) => unknown> = {
  schedule: ({ interval_hours: hours, time_zone }) => ({
    interval_hours: hours === 'off' ? null : numberOrText(hours),
    time_zone: time_zone?.trim(),
  }),
  leaving: ({ never, deprovisioning_delay_days: days, access_ends }) => ({
    deprovisioning_delay_days: never === 'on' ? null : numberOrText(days),
    access_ends,
  }),
  announce({ 'announced_leavers.people': people = '', 'announced_leavers.until': until = '' }) {
    const announced = people.trim() === '' && until === '' ? null : { people: numberOrText(people), until };
    return { announced_leavers: announced };
  },
  guards: (fields) => ({
    guards: Object.fromEntries(
      Object.keys(DEFAULT_GUARDS).map((code) => [
        code,
        Object.fromEntries(
          GUARD_NUMBERS.filter((one) => one.code === code).map(({ name, number }) => [
            number,
            numberOrText(fields[name]),
          ]),
        ),
      ]),
    ),
  }),
  export: (fields) => ({
    export_without: STANDARD_ATTRIBUTES.flatMap(({ key }) => (fields[`export_without.${key}`] === 'on' ? key : [])),
  }),
};

const WHOLE = 'Use a whole number from 0 to 1,000,000.';
const PERCENT = 'Use a number from 0 to 100.';

function settingsError(name: string): string {
  if (name.startsWith('guards.')) return name.endsWith('percent') ? PERCENT : WHOLE;
  const sentences: Record<string, string> = {
    interval_hours: 'Choose 24, 12, 6 or 3 hours, or off.',
    time_zone: 'This is not the name of a time zone, such as Europe/Oslo.',
    deprovisioning_delay_days: 'Use a whole number of days from 0 to 365, or choose never.',
    access_ends: 'Choose the end or the start of the day.',
    'announced_leavers.people': WHOLE,
    'announced_leavers.until': 'Choose the last day of it.',
  };
  return sentences[name] ?? 'This is not valid.';
}

/**
 * Reads one of the forms.
 * @returns the change, or what is wrong by the name of its field
 */
export function parseSettingsForm(
  key: SettingsFormKey,
  fields: FormFields,
  today: string,
): Result<z.infer<typeof settingsChangeSchema>, Record<string, string>> {
  const read = settingsChangeSchema.safeParse(CHANGE_OF_FORM[key](fields));
  if (!read.success) {
    const names = read.error.issues.map(({ path }) => path.join('.'));
    return fail(Object.fromEntries(names.map((name) => [name, settingsError(name)])));
  }
  const until = read.data.announced_leavers?.until;
  if (until !== undefined && until < today) {
    return fail({ 'announced_leavers.until': `This day has passed; today is ${today}.` });
  }
  return ok(read.data);
}

export type { GuardCode };
