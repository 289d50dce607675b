import {
  type CaseDifference,
  type CaseResult,
  compareCaseResults,
  describeCaseDifference,
  toCaseResult,
} from '../../domain/mapping/cases.ts';
import { checkMapping, type Mapping } from '../../domain/mapping/mapping.ts';
import { parsePayload } from '../../domain/mapping/payload.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { MappingVersion } from '../../store/mapping/reader.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { compileWithTables, loadTables } from '../../sync/mapping/value-tables.ts';

export interface MappingRequest {
  source: SourceKind;
  /** The mapping, not yet checked. */
  body: unknown;
  note: string | null;
  /** The version that the writer saw; null takes the one in force. */
  version: number | null;
  /** The writer accepts that the mapping makes something else of pinned people. */
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
  const store = openTenantForWriting(env, tenant);
  const checked = checkMapping(body, await loadTables(store, body));
  if (!checked.ok) return checked;
  const broken = await findBrokenCases(store, source, checked.value);
  if (broken.length > 0 && !acceptCases) return fail(casesChangedFault(broken));
  const seen = version ?? (await store.mappings.current(source))?.version ?? 0;
  const now = Date.now();
  const mapping = { source, body: checked.value, note, createdBy: by, createdAt: now };
  const saved = await store.mappings.save(mapping, checked.value.custom, seen);
  if (saved === null) {
    const current = (await store.mappings.current(source))?.version ?? 0;
    return fail(fault('version_conflict', { of: 'mapping', current, seen }, { version: current }));
  }
  await store.mappingCases.updateExpected(new Map(broken.map(({ id, made }) => [id, made])));
  await store.audit.record(by, 'mapping_saved', { source, version: saved }, now);
  return ok({ ...mapping, version: saved });
}

const casesChangedFault = (broken: readonly BrokenCase[]): Fault =>
  fault(
    'cases_changed',
    { people: broken.length },
    { cases: broken.map((one) => `${one.label}: ${describeCaseDifference(one).join('; ')}`) },
  );

/** A pinned person of whom a mapping makes something else than expected. */
interface BrokenCase extends CaseDifference {
  id: number;
  label: string;
  /** Expected from then on, once an admin accepts it. */
  made: CaseResult;
}

async function findBrokenCases(store: TenantReader, source: string, mapping: Mapping): Promise<BrokenCase[]> {
  const cases = await store.mappingCases.list(source);
  if (cases.length === 0) return [];
  const compiled = await compileWithTables(store, mapping);
  return cases.flatMap(({ id, label, payload, expected }) => {
    const made = toCaseResult(compiled.evaluate(parsePayload(payload)));
    const broken = compareCaseResults(expected, made);
    return broken ? [{ id, label, made, ...broken }] : [];
  });
}
