import { z } from 'zod';

const percent = z.number().min(0).max(100);
const people = z.number().int().min(0).max(1_000_000);

/** When a sync is held; product.md §5. Percentages are of active users that the data source owns, or of records. */
export const guardSettingsSchema = z.strictObject({
  terminations: z.strictObject({ percent, people, most: people }).default({ percent: 5, people: 5, most: 500 }),
  unidentified: z.strictObject({ more: people }).default({ more: 0 }),
  fewer_records: z.strictObject({ percent }).default({ percent: 10 }),
  failed: z.strictObject({ percent, people }).default({ percent: 20, people: 10 }),
  id_conflicts: z.strictObject({ percent, people }).default({ percent: 1, people: 3 }),
});
export type GuardSettings = z.infer<typeof guardSettingsSchema>;

/** What a tenant keeps as JSON beside its columns. */
export const tenantSettingsSchema = z.strictObject({
  deprovisioning_delay_days: z.number().int().min(0).max(365).nullable().default(30),
  /** Access ends at the end of the termination date, or at its start. */
  access_ends: z.enum(['end_of_day', 'start_of_day']).default('end_of_day'),
  guards: guardSettingsSchema.default(() => guardSettingsSchema.parse({})),
});
export type TenantSettings = z.infer<typeof tenantSettingsSchema>;

/** Settings as stored, with today's defaults for what is not there. */
export const readSettings = (stored: unknown): TenantSettings => tenantSettingsSchema.parse(stored);
