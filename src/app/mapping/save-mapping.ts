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

export interface SaveMappingRequest {
  source: SourceKind;
  body: unknown;
  note: string | null;
  /** The version in force that the admin saw; null for whichever is in force. */
  baseVersion: number | null;
  acceptCases?: boolean;
}

/**
 * The data source may have no settings yet.
 * @returns faults `invalid_mapping`, `invalid_expression`, `version_conflict` (details: `version`), and `cases_changed`
 *   (details: `cases`, a sentence each) until the admin accepts how pinned people come out; nothing is changed then
 */
export async function saveMapping(
  env: Env,
  tenant: Tenant,
  { source, body, note, baseVersion, acceptCases = false }: SaveMappingRequest,
  by: string,
): Promise<Result<MappingVersion, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const checked = checkMapping(body, await loadTables(store, body));
  if (!checked.ok) return checked;
  const broken = await findBrokenCases(store, source, checked.value);
  if (broken.length > 0 && !acceptCases) return fail(casesChangedFault(broken));
  const seen = baseVersion ?? (await store.mappings.current(source))?.version ?? 0;
  const now = Date.now();
  const mapping = { source, body: checked.value, note, createdBy: by, createdAt: now };
  const saved = await store.mappings.save(mapping, checked.value.custom, seen);
  if (saved === null) {
    const current = (await store.mappings.current(source))?.version ?? 0;
    return fail(fault('version_conflict', { of: 'mapping', current, seen }, { version: current }));
  }
  await store.mappingCases.updateExpected(new Map(broken.map(({ id, actual }) => [id, actual])));
  await store.audit.record(by, 'mapping_saved', { source, version: saved }, now);
  return ok({ ...mapping, version: saved });
}

const casesChangedFault = (cases: readonly BrokenCase[]): Fault =>
  fault(
    'cases_changed',
    { people: cases.length },
    { cases: cases.map((broken) => `${broken.label}: ${describeCaseDifference(broken).join('; ')}`) },
  );

interface BrokenCase extends CaseDifference {
  id: number;
  label: string;
  /** The expected result from then on, once an admin accepts it. */
  actual: CaseResult;
}

async function findBrokenCases(store: TenantReader, source: string, mapping: Mapping): Promise<BrokenCase[]> {
  const cases = await store.mappingCases.list(source);
  if (cases.length === 0) return [];
  const compiled = await compileWithTables(store, mapping);
  return cases.flatMap(({ id, label, payload, expected }) => {
    const actual = toCaseResult(compiled.evaluate(parsePayload(payload)));
    const difference = compareCaseResults(expected, actual);
    return difference ? [{ id, label, actual, ...difference }] : [];
  });
}
