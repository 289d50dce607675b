import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';

/**
 * Called when an admin looks at a sync. If it is a full dry run with the settings in force, that reviews them, and the
 * schedule may write again. A preview has a mapping that is not in force, and reviews nothing.
 */
export async function markReviewed(env: Env, tenant: Tenant, sync: Sync): Promise<void> {
  const { persisted, scope, state, snapshotOf, source, createdAt } = sync;
  if (persisted || scope !== 'full' || state !== 'completed' || snapshotOf !== null) return;
  await openTenantForWriting(env, tenant).dataSources.markReviewed(source, createdAt, Date.now());
}
