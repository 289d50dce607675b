import { z } from 'zod';
import { guardSettingsSchema } from './settings.ts';
import { ACCESS_ENDS } from './termination.ts';

/** Fixed when a sync starts: every chunk of it, and a sync that applies its plan later, sees the same. */
export const pinnedSchema = z.object({
  source: z.string(),
  mappingVersion: z.number(),
  tables: z.record(z.string(), z.number()).default({}),
  /** ISO day in the tenant's time zone. */
  today: z.string(),
  accessEnds: z.enum(ACCESS_ENDS),
  guards: guardSettingsSchema,
  /** Zero unless the announcement holds on the day of the sync. */
  announcedLeavers: z.number().default(0),
  /** `guarded`: held when a guard trips. `approved`, `left_out`: as an admin decided. */
  terminations: z.enum(['guarded', 'approved', 'left_out']).default('guarded'),
  upload: z
    .object({ id: z.string(), name: z.string(), size: z.number(), receivedAt: z.number() })
    .nullable()
    .default(null),
  /** Local IDs of users whom an admin excluded from the plan. */
  except: z.array(z.number()).default([]),
  /** For a preview: the syncs that applied its snapshot, whose writes do not count as newer data. */
  snapshotWriters: z.array(z.number()).default([]),
});
export type Pinned = z.infer<typeof pinnedSchema>;
