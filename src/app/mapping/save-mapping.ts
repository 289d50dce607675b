import {
  type CaseDifference,
  type CaseResult,
  compareCaseResults,
  describeCaseDifference,
  toCaseResult,
} from '../../domain/mapping/cases.ts';
import { compileMapping } from '../../domain/mapping/compile-mapping.ts';
import type { CompiledMapping } from '../../domain/mapping/mapped-person.ts';
import { checkMapping, type Mapping } from '../../domain/mapping/mapping.ts';
import { parsePayload } from '../../domain/mapping/payload.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { MappingVersion } from '../../store/mapping/reader.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { loadTables } from '../../sync/mapping/value-tables.ts';

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
  await acceptBrokenCases(store, broken);
  await store.audit.record(by, 'mapping_saved', { source, version: saved }, now);
  return ok({ ...mapping, version: saved });
}

const casesChangedFault = (broken: readonly BrokenCase[]): Fault =>
  fault(
    'cases_changed',
    { people: broken.length },
    { cases: broken.map((one) => `${one.label}: ${describeCaseDifference(one).join('; ')}`) },
  );

/** A pinned person of whom a mapping would make something else. */
export interface BrokenCase extends CaseDifference {
  id: number;
  label: string;
  /** What the mapping makes of them now: expected from then on, once an admin accepts it. */
  made: CaseResult;
}

/** What a mapping makes of a stored payload. */
export const evaluateCase = (mapping: CompiledMapping, payload: string): CaseResult =>
  toCaseResult(mapping.evaluate(parsePayload(payload)));

/**
 * Holds an unsaved mapping against the people pinned to it.
 * @param mapping one that `checkMapping` let through
 * @returns the people of whom it makes something else than expected; none is: save without asking
 */
export async function findBrokenCases(store: TenantReader, source: string, mapping: Mapping): Promise<BrokenCase[]> {
  const cases = await store.mappingCases.list(source);
  if (cases.length === 0) return [];
  const compiled = compileMapping(mapping, { tables: await loadTables(store, mapping) });
  return cases.flatMap(({ id, label, payload, expected }) => {
    const made = evaluateCase(compiled, payload);
    const broken = compareCaseResults(expected, made);
    return broken ? [{ id, label, made, ...broken }] : [];
  });
}

/** An admin saved all the same: what the mapping makes of these people now is what is expected of it from then on. */
export const acceptBrokenCases = (store: TenantWriter, broken: readonly BrokenCase[]): Promise<void> =>
  store.mappingCases.expect(new Map(broken.map(({ id, made }) => [id, made])));
