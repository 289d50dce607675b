import { z } from 'zod';

/** Times are ISO 8601, UTC. */
export const feedFileSchema = z.object({
  /** Path on the server, or the name of the upload. */
  name: z.string(),
  from: z.enum(['server', 'upload']),
  /** By the clock of the server; for an upload, when it was received. */
  modified_at: z.string().nullable(),
  /** Its age when it was read; never negative, even if the clocks disagree. */
  age_seconds: z.number().nullable(),
  size: z.number(),
  /** Hash of the bytes as received, compressed or not; null unless the file was read to its end. */
  sha256: z.string().nullable(),
  /** Since when the bytes have been the same, if they are those of the previous sync; else null. */
  same_since: z.string().nullable(),
});
export type FeedFile = z.infer<typeof feedFileSchema>;
