import { z } from 'zod';

const numbers = { tenant: z.number().int().positive(), sync: z.number().int().positive() };

/** What the queues carry: references only, never payloads. Every message may come twice, late, or never. */
export const jobSchema = z.discriminatedUnion('job', [
  z.object({ job: z.literal('fetch'), ...numbers }),
  z.object({
    job: z.literal('plan'),
    ...numbers,
    attempt: z.number().int(),
    chunk: z.number().int(),
    /** Ordinal of the chunk's first record. */
    first: z.number().int(),
  }),
  z.object({ job: z.literal('settle'), ...numbers, attempt: z.number().int() }),
  z.object({ job: z.literal('leavers'), ...numbers }),
  z.object({ job: z.literal('apply'), ...numbers }),
  z.object({ job: z.literal('finish'), ...numbers }),
  z.object({ job: z.literal('single'), ...numbers }),
  z.object({
    job: z.literal('deprovision'),
    tenant: numbers.tenant,
    /** Users whose personal data is removed from records and payloads; those in their own rows is gone by then. */
    users: z.array(z.number().int().positive()).max(50),
    /** Only syncs older than this one are left to look at. */
    before: z.number().int(),
  }),
]);
export type Job = z.infer<typeof jobSchema>;
/** A step of a sync. */
export type SyncJob = Exclude<Job, { job: 'deprovision' }>;

/** The queue that a job travels on. */
export function queueFor(env: Env, job: Job['job']): Queue<Job> {
  switch (job) {
    case 'fetch':
      return env.FETCH_QUEUE;
    case 'plan':
      return env.CHUNK_QUEUE;
    case 'single':
      return env.SINGLE_QUEUE;
    case 'settle':
    case 'leavers':
    case 'apply':
    case 'finish':
    case 'deprovision':
      return env.HOUSEKEEPING_QUEUE;
  }
}
