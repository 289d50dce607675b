import { fault } from '../domain/fault.ts';
import { applyPlan } from './apply.ts';
import { coordinatorOf } from './coordinator/coordinator-of.ts';
import { fetchSnapshot } from './fetch.ts';
import { finishSync } from './finish.ts';
import { type Job, jobSchema, queueOf, type SyncJob } from './jobs.ts';
import { planLeavers } from './leavers.ts';
import { planChunk } from './plan.ts';
import { settleSnapshot } from './settle.ts';
import { syncOne } from './single.ts';
import { removeLeftovers } from './users/deprovision.ts';

const DEAD = 'rollcall-dead';

/** Takes a batch of messages, each on its own: one that breaks is tried again without its neighbours. */
export async function consume(batch: MessageBatch, env: Env): Promise<void> {
  await Promise.all(
    batch.messages.map(async (message) => {
      const job = jobSchema.safeParse(message.body);
      if (!job.success) {
        console.error(
          JSON.stringify({ at: 'consume', queue: batch.queue, breakage: 'A message of no known form was dropped' }),
        );
        return message.ack();
      }
      try {
        await (batch.queue === DEAD ? bury(env, job.data) : perform(env, job.data));
        message.ack();
      } catch (breakage) {
        console.error(JSON.stringify({ at: job.data.job, ...job.data, breakage: String(breakage) }));
        message.retry({ delaySeconds: Math.min(60, 2 ** message.attempts) });
      }
    }),
  );
}

function perform(env: Env, job: Job): Promise<void> {
  switch (job.job) {
    case 'fetch':
      return fetchSnapshot(env, job);
    case 'plan':
      return planChunk(env, job);
    case 'settle':
      return settleSnapshot(env, job);
    case 'leavers':
      return planLeavers(env, job);
    case 'apply':
      return applyPlan(env, job);
    case 'finish':
      return finishSync(env, job);
    case 'single':
      return syncOne(env, job);
    case 'deprovision':
      return removeLeftovers(env, job);
  }
}

const WHAT: Record<SyncJob['job'], string> = {
  fetch: 'reading the data source',
  plan: 'planning a chunk of records',
  settle: 'comparing the snapshot with the users',
  leavers: 'finding people whose termination date has passed',
  apply: 'writing to users',
  finish: 'finishing',
  single: 'syncing one person',
};

/** The longest that a queue can keep a message back, in seconds. */
const HALF_A_DAY = 43_200;

/** A step that failed every time fails its sync, with the reason. What has to be removed is never given up. */
async function bury(env: Env, job: Job): Promise<void> {
  if (job.job === 'deprovision') return void (await queueOf(env, job.job).send(job, { delaySeconds: HALF_A_DAY }));
  const reason = `The sync broke while ${WHAT[job.job]}, and did so at every try. What was applied before stays; start a new sync.`;
  await coordinatorOf(env, job.tenant).fail(job.sync, fault('step_failed', reason));
}
