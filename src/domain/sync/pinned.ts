import { z } from 'zod';
import { guardSettingsSchema } from './settings.ts';

/**
 * What is fixed when a sync starts, so that every chunk of it, and whoever applies its plan later, sees the same
 * settings.
 */
export const pinnedSchema = z.object({
  source: z.string(),
  mappingVersion: z.number(),
  /** Versions of the value tables that the mapping names. */
  tables: z.record(z.string(), z.number()).default({}),
  /** ISO day in the tenant's time zone. */
  today: z.string(),
  accessEnds: z.enum(['end_of_day', 'start_of_day']),
  guards: guardSettingsSchema,
  /** Leavers whom an admin announced, when the day of the sync is within the announcement. */
  announcedLeavers: z.number().default(0),
  /** `guarded`: they wait when a guard trips; an admin approved them, or left them out. */
  terminations: z.enum(['guarded', 'approved', 'left_out']).default('guarded'),
  /** The uploaded file that this sync reads, instead of its data source. */
  upload: z
    .object({ id: z.string(), name: z.string(), size: z.number(), receivedAt: z.number() })
    .nullable()
    .default(null),
  /** Users whom an admin left out of this plan. */
  except: z.array(z.number()).default([]),
  /** Of a preview: the syncs that wrote its snapshot to users. What they wrote is no newer than the snapshot. */
  snapshotWriters: z.array(z.number()).default([]),
});
export type Pinned = z.infer<typeof pinnedSchema>;
