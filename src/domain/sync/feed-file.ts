import { z } from 'zod';

/** The file that a sync read: kept with the sync, shown on its page. Times are ISO 8601, UTC. */
export const feedFileSchema = z.object({
  /** Its path on the server, or its name as it was uploaded. */
  name: z.string(),
  from: z.enum(['server', 'upload']),
  /** When it was last written to, by the clock of the server; for an upload when it came in. */
  modified_at: z.string().nullable(),
  /** From then until it was read; never below zero, whatever the clocks say. */
  age_seconds: z.number().nullable(),
  size: z.number(),
  /** Of its bytes, compressed or not; null unless it was read to its end. */
  sha256: z.string().nullable(),
  /** Set when the last sync read the same bytes: since when they have been the same. */
  same_since: z.string().nullable(),
});
export type FeedFile = z.infer<typeof feedFileSchema>;
