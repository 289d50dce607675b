import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, type Result } from '../../lib/result.ts';
import type { MappingVersion } from '../../store/mapping/reader.ts';
import { openTenant } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { saveMapping } from './save-mapping.ts';

export interface RestoreRequest {
  source: SourceKind;
  version: number;
  /** The version in force that the admin saw; null for whichever is in force. */
  baseVersion: number | null;
  acceptCases: boolean;
}

/**
 * Saves the mapping as a new version, checked again: a value table that it names may be gone.
 * @returns faults `not_found`, and those of `saveMapping`; nothing is changed then
 */
export async function restoreMapping(
  env: Env,
  tenant: Tenant,
  { source, version, baseVersion, acceptCases }: RestoreRequest,
  by: string,
): Promise<Result<MappingVersion, Fault>> {
  const stored = await openTenant(env, tenant).mappings.version(source, version);
  if (!stored) return fail(fault('not_found', { what: 'version' }));
  const note = `Restored from version ${version}`;
  return saveMapping(env, tenant, { source, body: stored.body, note, baseVersion, acceptCases }, by);
}
