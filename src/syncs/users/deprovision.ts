import { openTenant } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants.ts';
import { type Job, queueOf } from '../jobs.ts';

const DAY = 86_400_000;
/** Users a message: their rows in a sync stay a few, and the message small. */
const MOST_USERS = 50;
/** Messages a tick: a shorter delay may concern many at once, and a tick makes a bounded number of calls. */
const MOST_MESSAGES = 40;
/** Syncs looked at a message; each may rewrite as many chunks as it has records of these users. */
const MOST_SYNCS = 20;
const NEWEST = 2 ** 30;
/** Seconds; longer than any sync may take: what one fetched before still gets its place in the records meanwhile. */
const THREE_HOURS = 10_800;

/**
 * The second stage of leaving: removes the personal data of users whose deprovisioning delay has passed. Their rows are
 * cleared here, after which no door shows a payload of theirs; records and stored bytes follow by a bounded job.
 */
export async function deprovision(env: Env, tenant: Tenant, now: number): Promise<void> {
  const delay = tenant.settings.deprovisioning_delay_days;
  if (delay === null) return;
  const store = openTenant(env, tenant);
  const endedBy = now - delay * DAY;
  for (let message = 0; message < MOST_MESSAGES; message++) {
    const users = await store.deprovisioning.due(endedBy, MOST_USERS);
    if (users.length === 0) return;
    // The job first: should this break off, it finds nothing to do, and the users are still due.
    await queueOf(env, 'deprovision').send(
      { job: 'deprovision', tenant: tenant.id, users, before: NEWEST },
      { delaySeconds: THREE_HOURS },
    );
    const removed = await store.deprovisioning.anonymise(users, endedBy, now);
    await store.audit.record('System', 'users_anonymised', { users: removed }, now);
    if (users.length < MOST_USERS) return;
  }
}

/** Removes what some syncs keep of users who are anonymised, and goes on with older syncs in a message of its own. */
export async function removeLeftovers(env: Env, job: Extract<Job, { job: 'deprovision' }>): Promise<void> {
  const store = openTenant(env, { id: job.tenant });
  const users = await store.deprovisioning.anonymised(job.users);
  if (users.length === 0) return;
  const { places, records, before } = await store.deprovisioning.leftovers(users, job.before, MOST_SYNCS);
  const chunks = Map.groupBy(places, ({ syncId, attempt, chunk }) => `${syncId}/${attempt}/${chunk}`);
  for (const inChunk of chunks.values()) {
    const [{ syncId, attempt, chunk } = { syncId: 0, attempt: 0, chunk: 0 }] = inChunk;
    await store.payloads.blank(syncId, attempt, chunk, inChunk);
  }
  await store.deprovisioning.clearRecords(records);
  if (before !== null) await queueOf(env, 'deprovision').send({ ...job, users, before });
}
