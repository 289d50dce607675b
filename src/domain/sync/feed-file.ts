import { z } from 'zod';

/** The file that a sync read. Times are ISO 8601, UTC. */
export const feedFileSchema = z.object({
  /** Path on the server, or the name of the upload. */
  name: z.string(),
  from: z.enum(['server', 'upload']),
  /** By the clock of the server; of an upload, when it was received. */
  modified_at: z.string().nullable(),
  /** From then until it was read; never negative, whatever the clocks say. */
  age_seconds: z.number().nullable(),
  size: z.number(),
  /** Of its bytes as they came, compressed or not; null unless it was read to its end. */
  sha256: z.string().nullable(),
  /** When the bytes are those of the sync before: since when they have been the same. */
  same_since: z.string().nullable(),
});
export type FeedFile = z.infer<typeof feedFileSchema>;
