import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import { localDay } from '../../domain/sync/schedule.ts';
import type { Trigger } from '../../domain/sync/vocabulary.ts';
import { fail, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { coordinatorOf } from '../../sync/coordinator/stub.ts';
import { tableVersionsInForce } from '../../sync/mapping/value-tables.ts';

/** Whom a single-user sync is about. */
export interface PersonRequest {
  id?: number | undefined;
  employee_id?: string | undefined;
  email?: string | undefined;
}

export interface SyncRequest {
  trigger: Trigger;
  /** Use received data to update users; otherwise a dry run. */
  persist: boolean;
  createdBy: string;
  person?: PersonRequest | undefined;
  /** An uploaded file to read, instead of the data source. */
  upload?: Pinned['upload'];
}

/**
 * Starts a sync of everybody, or of one person.
 * @returns the sync as it starts; faults `source_missing`, `mapping_missing`, `sync_running` (details.sync_id), `not_found`
 */
export async function startSync(env: Env, tenant: Tenant, request: SyncRequest): Promise<Result<Sync, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const pinned = await pinEnabledSource(store, tenant);
  if (!pinned.ok) return pinned;
  const person = request.person ? await findPerson(store, request.person) : null;
  if (person && !person.ok) return person;
  const started = await coordinatorOf(env, tenant.id).start(tenant.id, {
    trigger: request.trigger,
    persisted: request.persist,
    createdBy: request.createdBy,
    pinned: { ...pinned.value, upload: request.upload ?? null },
    ...(person ? { scope: 'single', step: 'single', ...person.value } : { scope: 'full', step: 'fetch' }),
  });
  if (!started.ok) return started;
  if (request.trigger === 'manual' || request.trigger === 'profile') {
    const { createdBy, persist } = request;
    await store.audit.record(createdBy, 'sync_started', { sync_id: started.value, persist }, Date.now());
  }
  return requireSync(store, started.value);
}

/** What a sync of the enabled pull source is bound to from its start. */
export async function pinEnabledSource(store: TenantReader, tenant: Tenant): Promise<Result<Pinned, Fault>> {
  const source = await store.dataSources.enabledPull();
  if (!source) return fail(fault('source_missing', { reason: 'none_enabled' }));
  const mapping = await store.mappings.current(source.kind);
  if (!mapping) return fail(fault('mapping_missing', { reason: 'to_sync' }));
  const tables = await tableVersionsInForce(store, mapping.body);
  return { ok: true, value: { ...pinTenantSettings(tenant, source.kind, mapping.version), tables } };
}

/** A tenant's settings as they are now, without the value tables of the mapping. */
export const pinTenantSettings = (tenant: Tenant, source: string, mappingVersion: number): Pinned => ({
  source,
  mappingVersion,
  tables: {},
  today: localDay(tenant.timeZone, Date.now()),
  accessEnds: tenant.settings.access_ends,
  ...currentGuards(tenant),
  terminations: 'guarded',
  upload: null,
  except: [],
  snapshotWriters: [],
});

/** What the guards of a sync are bound to: they are judged by the settings, and on the day, of whoever asks for it. */
export function currentGuards({ settings, timeZone }: Tenant): Pick<Pinned, 'guards' | 'announcedLeavers'> {
  const { guards, announced_leavers: announced } = settings;
  const inForce = announced !== null && localDay(timeZone, Date.now()) <= announced.until;
  return { guards, announcedLeavers: inForce ? announced.people : 0 };
}

async function findPerson(store: TenantReader, person: PersonRequest) {
  if (person.id === undefined) {
    const personKey = { employee_id: person.employee_id ?? null, email: person.email ?? null };
    return { ok: true as const, value: { personKey } };
  }
  const user = await store.users.get(person.id);
  if (!user) return fail(fault('not_found', { what: 'user' }));
  return {
    ok: true as const,
    value: { personKey: { employee_id: user.employeeId, email: user.email }, userId: user.id },
  };
}

/** A sync that is known to be there. */
export async function requireSync(store: TenantReader, id: number): Promise<Result<Sync, Fault>> {
  const sync = await store.syncs.get(id);
  return sync ? { ok: true, value: sync } : fail(fault('not_found', { what: 'sync' }));
}
