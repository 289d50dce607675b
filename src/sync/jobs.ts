import { z } from 'zod';

const numbers = { tenant: z.number().int().positive(), sync: z.number().int().positive() };

/** References only, never payloads. Every message may come twice, late, or never. */
export const jobSchema = z.discriminatedUnion('job', [
  z.object({ job: z.literal('fetch'), ...numbers }),
  z.object({
    job: z.literal('plan'),
    ...numbers,
    attempt: z.number().int(),
    chunk: z.number().int(),
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
    /** Users whose personal data is removed from records and payloads; their own rows are cleared by then. */
    users: z.array(z.number().int().positive()).max(50),
    /** Syncs with this ID and above are done. */
    before: z.number().int(),
  }),
]);
export type Job = z.infer<typeof jobSchema>;
export type JobOf<Name extends Job['job']> = Extract<Job, { job: Name }>;

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
