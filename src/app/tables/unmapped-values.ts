import type { TableEntries } from '../../domain/mapping/value-table.ts';
import type { UnmappedReport } from '../../domain/sync/unmapped.ts';
import { normalizeWord } from '../../jmespath/functions/lookup-tables.ts';
import type { TenantReader } from '../../store/open.ts';

/**
 * Of the newest full sync, without those that are in the table by now.
 * @returns null when no recent sync used the table
 */
export async function findUnmappedValues(
  store: TenantReader,
  name: string,
  entries: TableEntries,
): Promise<{ syncId: number; report: UnmappedReport } | null> {
  const found = await store.plans.unmappedInTable(name);
  if (found === null) return null;
  const known = new Set(Object.keys(entries).map(normalizeWord));
  const values = found.report.values.filter(({ value }) => !known.has(normalizeWord(value)));
  return { syncId: found.syncId, report: { ...found.report, values } };
}
