import { z } from 'zod';
import { STANDARD_ATTRIBUTES } from '../user/attributes.ts';
import { isTimeZone } from './schedule.ts';
import { ACCESS_ENDS } from './termination.ts';

const percent = z.number().min(0).max(100);
const people = z.number().int().min(0).max(1_000_000);

/** Percentages are of active users that the data source owns, or of records. */
const limits = {
  terminations: z.strictObject({ percent, people, most: people }),
  unidentified: z.strictObject({ more: people }),
  fewer_records: z.strictObject({ percent }),
  failed: z.strictObject({ percent, people }),
  id_conflicts: z.strictObject({ percent, people }),
  created_or_email_changed: z.strictObject({ percent, people }),
  emptied_attribute: z.strictObject({ percent, remaining_percent: percent }),
  role_flips: z.strictObject({ percent, people }),
};

/** @see product.md §5 */
export const guardSettingsSchema = z.strictObject({
  terminations: limits.terminations.default({ percent: 5, people: 5, most: 500 }),
  unidentified: limits.unidentified.default({ more: 0 }),
  fewer_records: limits.fewer_records.default({ percent: 10 }),
  failed: limits.failed.default({ percent: 20, people: 10 }),
  id_conflicts: limits.id_conflicts.default({ percent: 1, people: 3 }),
  created_or_email_changed: limits.created_or_email_changed.default({ percent: 20, people: 20 }),
  emptied_attribute: limits.emptied_attribute.default({ percent: 50, remaining_percent: 50 }),
  role_flips: limits.role_flips.default({ percent: 5, people: 5 }),
});
export type GuardSettings = z.infer<typeof guardSettingsSchema>;

export const tenantSettingsSchema = z.strictObject({
  deprovisioning_delay_days: z.number().int().min(0).max(365).nullable().default(30),
  access_ends: z.enum(ACCESS_ENDS).default('end_of_day'),
  guards: guardSettingsSchema.default(() => guardSettingsSchema.parse({})),
  /** This many leavers do not trip the terminations guard, up to and including the day. */
  announced_leavers: z.strictObject({ people, until: z.iso.date() }).nullable().default(null),
  /** A custom attribute has that in its own definition. */
  export_without: z.array(z.enum(STANDARD_ATTRIBUTES.map(({ key }) => key))).default([]),
});
type TenantSettings = z.infer<typeof tenantSettingsSchema>;

export interface AllSettings extends TenantSettings {
  interval_hours: number | null;
  time_zone: string;
}

export const settingsChangeSchema = z
  .strictObject({
    interval_hours: z.literal([24, 12, 6, 3], 'Choose 24, 12, 6 or 3 hours, or null for off.').nullable(),
    time_zone: z.string().max(64).refine(isTimeZone, 'This is not the name of a time zone, such as Europe/Oslo.'),
    deprovisioning_delay_days: tenantSettingsSchema.shape.deprovisioning_delay_days.unwrap(),
    access_ends: tenantSettingsSchema.shape.access_ends.unwrap(),
    announced_leavers: tenantSettingsSchema.shape.announced_leavers.unwrap(),
    export_without: tenantSettingsSchema.shape.export_without.unwrap(),
    guards: z
      .strictObject({
        terminations: limits.terminations.partial(),
        unidentified: limits.unidentified.partial(),
        fewer_records: limits.fewer_records.partial(),
        failed: limits.failed.partial(),
        id_conflicts: limits.id_conflicts.partial(),
        created_or_email_changed: limits.created_or_email_changed.partial(),
        emptied_attribute: limits.emptied_attribute.partial(),
        role_flips: limits.role_flips.partial(),
      })
      .partial(),
  })
  .partial();
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** What a patch leaves out stays, also the numbers of a guard that it changes in part. */
export function applySettingsChange(before: AllSettings, { guards = {}, ...change }: SettingsChange): AllSettings {
  const changedGuards: Partial<Record<string, object>> = guards;
  const merged = Object.entries(before.guards).map(([code, limits]) => [code, { ...limits, ...changedGuards[code] }]);
  return { ...before, ...change, guards: guardSettingsSchema.parse(Object.fromEntries(merged)) };
}
