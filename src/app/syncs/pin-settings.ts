import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import { localDay } from '../../domain/sync/schedule.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { tableVersionsInForce } from '../../sync/mapping/value-tables.ts';

/** Faults `source_missing`, `mapping_missing`. */
export async function pinEnabledSource(store: TenantReader, tenant: Tenant): Promise<Result<Pinned, Fault>> {
  const source = await store.dataSources.enabledPull();
  if (!source) return fail(fault('source_missing', { reason: 'none_enabled' }));
  const mapping = await store.mappings.current(source.kind);
  if (!mapping) return fail(fault('mapping_missing', { reason: 'to_sync' }));
  const tables = await tableVersionsInForce(store, mapping.body);
  return ok({ ...pinTenantSettings(tenant, source.kind, mapping.version), tables });
}

/** Without the value tables of the mapping. */
export const pinTenantSettings = (tenant: Tenant, source: string, mappingVersion: number): Pinned => ({
  source,
  mappingVersion,
  tables: {},
  today: localDay(tenant.timeZone, Date.now()),
  accessEnds: tenant.settings.access_ends,
  ...pinGuards(tenant),
  terminations: 'guarded',
  upload: null,
  except: [],
  snapshotWriters: [],
});

/** Guards use the settings and the day on which a sync is started or approved. */
export function pinGuards({ settings, timeZone }: Tenant): Pick<Pinned, 'guards' | 'announcedLeavers'> {
  const { guards, announced_leavers: announced } = settings;
  const inForce = announced !== null && localDay(timeZone, Date.now()) <= announced.until;
  return { guards, announcedLeavers: inForce ? announced.people : 0 };
}
