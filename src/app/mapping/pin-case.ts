import { MAX_CASES, toCaseResult } from '../../domain/mapping/cases.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { MappingCase } from '../../store/mapping/reader.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { compileWithTables } from '../../sync/mapping/value-tables.ts';
import { readTrialSubject, type TrialTarget } from './try-mapping.ts';

const MAX_LABEL = 100;

const defaultLabel = (values: Record<string, unknown>): string =>
  [values.full_name, values.email, values.employee_id].find((value) => typeof value === 'string')?.toString() ??
  'Somebody without a name';

/**
 * The result of the mapping in force is the expected one from then on.
 * @param label null for their own name
 * @returns faults `invalid_body` for a pasted payload, `not_found` for a person, `mapping_missing`, `cases_full`
 */
export async function pinCase(
  env: Env,
  tenant: Tenant,
  source: SourceKind,
  target: TrialTarget,
  label: string | null,
  by: string,
): Promise<Result<MappingCase, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const [subject, mapping] = await Promise.all([
    readTrialSubject(store, source, target),
    store.mappings.current(source),
  ]);
  if (!subject.ok) return subject;
  if (!mapping) return fail(fault('mapping_missing', { reason: 'to_pin' }));
  const compiled = await compileWithTables(store, mapping.body);
  const expected = toCaseResult(compiled.evaluate(subject.value.payload));
  const pinned = {
    source,
    label: (label ?? defaultLabel(expected.attributes)).slice(0, MAX_LABEL).toWellFormed(),
    payload: 'pasted' in target ? target.pasted : (subject.value.sample?.payload ?? ''),
    expected,
    createdBy: by,
    createdAt: Date.now(),
  };
  const id = await store.mappingCases.add(pinned, MAX_CASES);
  return id === null ? fail(fault('cases_full', { max: MAX_CASES })) : ok({ ...pinned, id });
}

export const unpinCase = (env: Env, tenant: Tenant, id: number): Promise<boolean> =>
  openTenantForWriting(env, tenant).mappingCases.remove(id);
