import { DAY_MS } from '../../lib/time.ts';
import { ID_SPAN } from '../../store/ids.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { type JobOf, queueFor } from '../jobs.ts';

/** Bounds how many of their records are in one sync. */
const USERS_PER_MESSAGE = 50;
/** Bounds the calls of one tick of cron: a delay that was shortened may make many users due at once. */
const MAX_MESSAGES_PER_TICK = 40;
/** Each sync may need as many chunks rewritten as it has records of these users. */
const SYNCS_PER_MESSAGE = 20;
/** Longer than any sync may take: a running one may still write records of these users. */
const ERASE_DELAY_SECONDS = 10_800;

/**
 * The users' own rows are cleared here, after which no door shows a payload of theirs; their data in records and
 * payloads is erased by a bounded job.
 */
export async function deprovisionUsers(env: Env, tenant: Tenant, now: number): Promise<void> {
  const delay = tenant.settings.deprovisioning_delay_days;
  if (delay === null) return;
  const store = openTenantForWriting(env, tenant);
  const endedBy = now - delay * DAY_MS;
  for (let message = 0; message < MAX_MESSAGES_PER_TICK; message++) {
    const users = await store.erasure.listDue(endedBy, USERS_PER_MESSAGE);
    if (users.length === 0) return;
    // The job first: if the next write fails, the job finds nothing to do, and the users are still due.
    await queueFor(env, 'deprovision').send(
      { job: 'deprovision', tenant: tenant.id, users, before: ID_SPAN },
      { delaySeconds: ERASE_DELAY_SECONDS },
    );
    const removed = await store.erasure.anonymise(users, endedBy, now);
    await store.audit.record('System', 'users_anonymised', { users: removed }, now);
    if (users.length < USERS_PER_MESSAGE) return;
  }
}

/** Goes on with older syncs in another message. */
export async function eraseSyncData(env: Env, job: JobOf<'deprovision'>): Promise<void> {
  const store = openTenantForWriting(env, { id: job.tenant });
  const users = await store.erasure.filterAnonymised(job.users);
  if (users.length === 0) return;
  const { places, records, before } = await store.erasure.findRemaining(users, job.before, SYNCS_PER_MESSAGE);
  const chunks = Map.groupBy(places, ({ syncId, attempt, chunk }) => `${syncId}/${attempt}/${chunk}`);
  for (const inChunk of chunks.values()) {
    const [{ syncId, attempt, chunk } = { syncId: 0, attempt: 0, chunk: 0 }] = inChunk;
    await store.payloads.blank(syncId, attempt, chunk, inChunk);
  }
  await store.erasure.clearRecords(records);
  if (before !== null) await queueFor(env, 'deprovision').send({ ...job, users, before });
}
