import { fault } from '../../domain/shared/fault.ts';
import { coordinatorOf } from '../coordinator/stub.ts';
import { type Job, jobSchema, queueFor } from '../jobs.ts';
import { applyPlan } from '../pipeline/apply.ts';
import { fetchSnapshot } from '../pipeline/fetch.ts';
import { finishSync } from '../pipeline/finish.ts';
import { planLeavers } from '../pipeline/leavers.ts';
import { planChunk } from '../pipeline/plan.ts';
import { reconcileSnapshot } from '../pipeline/reconcile.ts';
import { syncPerson } from '../pipeline/single.ts';
import { eraseSyncData } from '../retention/deprovision.ts';

const DEAD_LETTER_QUEUE = 'rollcall-dead';

/** Each message is acknowledged or retried alone, so that one that breaks does not repeat the others. */
export async function consumeMessages(batch: MessageBatch, env: Env): Promise<void> {
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
        await (batch.queue === DEAD_LETTER_QUEUE ? handleDeadLetter(env, job.data) : runJob(env, job.data));
        message.ack();
      } catch (breakage) {
        console.error(JSON.stringify({ at: job.data.job, ...job.data, breakage: String(breakage) }));
        message.retry({ delaySeconds: Math.min(60, 2 ** message.attempts) });
      }
    }),
  );
}

function runJob(env: Env, job: Job): Promise<void> {
  switch (job.job) {
    case 'fetch':
      return fetchSnapshot(env, job);
    case 'plan':
      return planChunk(env, job);
    case 'settle':
      return reconcileSnapshot(env, job);
    case 'leavers':
      return planLeavers(env, job);
    case 'apply':
      return applyPlan(env, job);
    case 'finish':
      return finishSync(env, job);
    case 'single':
      return syncPerson(env, job);
    case 'deprovision':
      return eraseSyncData(env, job);
  }
}

/** The longest delay that a queue allows. */
const MAX_DELAY_SECONDS = 43_200;

/** A deprovisioning job is never given up: it is sent again. */
async function handleDeadLetter(env: Env, job: Job): Promise<void> {
  if (job.job === 'deprovision') {
    await queueFor(env, 'deprovision').send(job, { delaySeconds: MAX_DELAY_SECONDS });
  } else {
    const reason = fault('step_failed', { reason: 'dead_letter', step: job.job });
    await coordinatorOf(env, job.tenant).fail(job.sync, reason);
  }
}
