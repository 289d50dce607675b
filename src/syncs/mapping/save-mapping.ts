import { type Fault, fault } from '../../domain/fault.ts';
import { breakWords } from '../../domain/mapping/cases.ts';
import { checkMapping } from '../../domain/mapping/mapping.ts';
import type { SourceKind } from '../../domain/sync/words.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { MappingVersion } from '../../store/mappings.ts';
import { openTenant } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants.ts';
import { acceptBroken, type BrokenCase, judgeCases } from './judge-cases.ts';
import { tablesFor } from './tables-for.ts';

export interface MappingRequest {
  source: SourceKind;
  /** The mapping itself, not yet checked. */
  body: unknown;
  note: string | null;
  /** The version that the writer saw; null takes the one in force. */
  version: number | null;
  /** The writer knows that pinned people come out differently, and wants that. */
  acceptCases?: boolean;
}

/**
 * Saves a new version of a mapping, also of a data source that has no settings yet.
 * @returns faults `invalid_mapping`, `invalid_expression`, `version_conflict` (details: `version`), and `cases_changed`
 *   (details: `cases`, a sentence each) until the writer accepts what becomes of pinned people; nothing is changed then
 */
export async function saveMapping(
  env: Env,
  tenant: Tenant,
  { source, body, note, version, acceptCases = false }: MappingRequest,
  by: string,
): Promise<Result<MappingVersion, Fault>> {
  const store = openTenant(env, tenant);
  const checked = checkMapping(body, await tablesFor(store, body));
  if (!checked.ok) return checked;
  const broken = await judgeCases(store, source, checked.value);
  if (broken.length > 0 && !acceptCases) return fail(casesChanged(broken));
  const seen = version ?? (await store.mappings.current(source))?.version ?? 0;
  const now = Date.now();
  const mapping = { source, body: checked.value, note, createdBy: by, createdAt: now };
  const saved = await store.mappings.save(mapping, checked.value.custom, seen);
  if (saved === null) {
    const current = (await store.mappings.current(source))?.version ?? 0;
    const message = `Version ${current} is in force now, not ${seen}. Compare the two, and save again on top of it.`;
    return fail(fault('version_conflict', message, { version: current }));
  }
  await acceptBroken(store, broken);
  await store.audit.record(by, 'mapping_saved', { source, version: saved }, now);
  return ok({ ...mapping, version: saved });
}

const casesChanged = (broken: readonly BrokenCase[]): Fault =>
  fault(
    'cases_changed',
    `This mapping makes something else of ${broken.length === 1 ? '1 pinned person' : `${broken.length} pinned people`}. Look at what changes, then save it all the same or correct it.`,
    { cases: broken.map((one) => `${one.label}: ${breakWords(one).join('; ')}`) },
  );
