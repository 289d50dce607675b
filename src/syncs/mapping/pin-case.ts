import { type Fault, fault } from '../../domain/fault.ts';
import { MOST_CASES, madeOf } from '../../domain/mapping/cases.ts';
import { compileMapping } from '../../domain/mapping/compile-mapping.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import type { SourceKind } from '../../domain/sync/words.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { MappingCase } from '../../store/mapping-cases.ts';
import type { StepStore } from '../../store/open.ts';
import { tablesFor } from './tables-for.ts';
import { subjectOf, type TriedOn } from './try-mapping.ts';

const MOST_LABEL = 100;

/** Whom a case shows, when nobody named it: what the mapping in force makes of the payload. */
const nameOf = (values: Record<string, unknown>): string =>
  [values.full_name, values.email, values.employee_id].find((value) => typeof value === 'string')?.toString() ??
  'Somebody without a name';

/**
 * Pins a person to the mapping of a data source, with what the mapping in force makes of them.
 * @param label null: their own name
 * @returns faults `invalid_body` for a pasted payload, `not_found` for a person, `mapping_missing`, `cases_full`
 */
export async function pinCase(
  store: StepStore,
  source: SourceKind,
  on: TriedOn,
  label: string | null,
  by: string,
): Promise<Result<MappingCase, Fault>> {
  const [subject, mapping] = await Promise.all([subjectOf(store, source, on), store.mappings.current(source)]);
  if (!subject.ok) return subject;
  if (!mapping) {
    return fail(fault('mapping_missing', 'Save a mapping first: a pinned person remembers what it makes of them.'));
  }
  const body = mappingSchema.parse(mapping.body);
  const compiled = compileMapping(body, { tables: await tablesFor(store, body) });
  const expected = madeOf(compiled.evaluate(subject.value.payload));
  const one = {
    source,
    label: (label ?? nameOf(expected.attributes)).slice(0, MOST_LABEL).toWellFormed(),
    payload: 'pasted' in on ? on.pasted : (subject.value.sample?.payload ?? ''),
    expected,
    createdBy: by,
    createdAt: Date.now(),
  };
  const id = await store.mappingCases.add(one, MOST_CASES);
  if (id === null) {
    return fail(fault('cases_full', `${MOST_CASES} people are pinned already. Unpin one first.`));
  }
  return ok({ ...one, id });
}
