import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import type { Sync } from '../../store/syncs/reader.ts';

/** Fault `not_found`. */
export async function requireSync(store: TenantReader, id: number): Promise<Result<Sync, Fault>> {
  const sync = await store.syncs.get(id);
  return sync ? ok(sync) : fail(fault('not_found', { what: 'sync' }));
}
