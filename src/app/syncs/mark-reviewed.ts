import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';

/**
 * An admin looks at a sync: when it is a full dry run made with the settings in force, these are reviewed, and the schedule
 * may write again. A preview shows a mapping that is not in force.
 */
export async function markReviewed(env: Env, tenant: Tenant, sync: Sync): Promise<void> {
  const { persisted, scope, state, snapshotOf, source, createdAt } = sync;
  if (persisted || scope !== 'full' || state !== 'completed' || snapshotOf !== null) return;
  await openTenantForWriting(env, tenant).dataSources.markReviewed(source, createdAt, Date.now());
}
