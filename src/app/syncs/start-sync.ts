import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import type { Trigger } from '../../domain/sync/vocabulary.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import type { StartRequest } from '../../sync/coordinator/start-request.ts';
import { coordinatorOf } from '../../sync/coordinator/stub.ts';
import { pinEnabledSource } from './pin-settings.ts';
import { requireSync } from './read-sync.ts';

/** A local ID, or else keys of the data source. */
export interface PersonRequest {
  id?: number | undefined;
  employee_id?: string | undefined;
  email?: string | undefined;
}

export interface SyncRequest {
  trigger: Trigger;
  persist: boolean;
  createdBy: string;
  person?: PersonRequest | undefined;
  /** Read instead of the data source. */
  upload?: Pinned['upload'];
}

/** Faults `source_missing`, `mapping_missing`, `sync_running` (details: `sync_id`), `not_found`. */
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

async function findPerson(
  store: TenantReader,
  { id, employee_id, email }: PersonRequest,
): Promise<Result<Pick<StartRequest, 'personKey' | 'userId'>, Fault>> {
  if (id === undefined) return ok({ personKey: { employee_id: employee_id ?? null, email: email ?? null } });
  const user = await store.users.get(id);
  if (!user) return fail(fault('not_found', { what: 'user' }));
  return ok({ personKey: { employee_id: user.employeeId, email: user.email }, userId: user.id });
}
