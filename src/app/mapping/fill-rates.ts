import { z } from 'zod';
import { type FillRate, FillRateCounter } from '../../domain/mapping/fill-rates.ts';
import { parsePayloadOrUndefined } from '../../domain/mapping/payload.ts';
import { hash53 } from '../../lib/hash.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { compileWithTables, tableVersionsInForce } from '../../sync/mapping/value-tables.ts';
import { readSnapshot } from '../../sync/snapshot/read-snapshot.ts';

export interface FillRates {
  syncId: number;
  version: number;
  people: number;
  /** Of `people`: the first ones, if the snapshot is too large. */
  counted: number;
  attributes: Record<string, FillRate>;
}

const FILL_BOUNDS = { people: 100_000, bytes: 400_000_000, milliseconds: 8_000 };

const count = z.number().int().min(0);
const countedSchema = z.object({
  counted: count,
  attributes: z.record(z.string(), z.object({ filled: count, distinct: count, failed: count })),
});

/**
 * Of the last complete snapshot, by the mapping in force. Counted once for each version of the mapping and its tables,
 * then stored.
 * @returns null without a mapping, or without a complete snapshot
 */
export async function readFillRates(env: Env, tenant: Tenant, source: string): Promise<FillRates | null> {
  const store = openTenantForWriting(env, tenant);
  const [mapping, sync] = await Promise.all([store.mappings.current(source), store.plans.newestPlanned(source)]);
  if (!mapping || !sync) return null;
  const snapshot = { syncId: sync.id, version: mapping.version, people: sync.records };
  const versions = await tableVersionsInForce(store, mapping.body);
  // Another version of a table may fill other attributes.
  const name = `${source}-${mapping.version}-${hash53(JSON.stringify(Object.entries(versions).sort()))}`;
  const stored = countedSchema.safeParse(await store.payloads.getCounts(sync.id, name));
  if (stored.success) return { ...snapshot, ...stored.data };
  const compiled = await compileWithTables(store, mapping.body);
  const fill = new FillRateCounter();
  const counted = await readSnapshot(store, sync, FILL_BOUNDS, (text) => {
    const payload = parsePayloadOrUndefined(text);
    if (payload !== undefined) fill.add(compiled.evaluate(payload));
  });
  const rates = { counted, attributes: fill.result() };
  await store.payloads.putCounts(sync.id, name, rates);
  return { ...snapshot, ...rates };
}
