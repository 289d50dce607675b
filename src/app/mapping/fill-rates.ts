import { z } from 'zod';
import { compileMapping } from '../../domain/mapping/compile-mapping.ts';
import { type FillRate, FillRateCounter } from '../../domain/mapping/fill-rates.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { parsePayload } from '../../domain/mapping/payload.ts';
import { hash53 } from '../../lib/hash.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { loadTables, tableVersionsInForce } from '../../sync/mapping/value-tables.ts';
import { readSnapshot } from '../../sync/snapshot/read-snapshot.ts';

/** How full the attributes of a mapping are, over its last complete snapshot. */
export interface FillRates {
  syncId: number;
  version: number;
  /** People whom the snapshot has, and how many of them were counted: the first ones, where it is too large. */
  people: number;
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
 * Counts how full the attributes of the mapping in force are. It is counted once for a snapshot and a version, and kept.
 * @returns null without a mapping, or without a complete snapshot
 */
export async function readFillRates(env: Env, tenant: Tenant, source: string): Promise<FillRates | null> {
  const store = openTenantForWriting(env, tenant);
  const [mapping, sync] = await Promise.all([store.mappings.current(source), store.syncHistory.newestPlanned(source)]);
  if (!mapping || !sync) return null;
  const about = { syncId: sync.id, version: mapping.version, people: sync.records };
  const body = mappingSchema.parse(mapping.body);
  const versions = await tableVersionsInForce(store, body);
  // A value table that changes may change what is there.
  const name = `${source}-${mapping.version}-${hash53(JSON.stringify(Object.entries(versions).sort()))}`;
  const kept = countedSchema.safeParse(await store.payloads.counts(sync.id, name));
  if (kept.success) return { ...about, ...kept.data };
  const compiled = compileMapping(body, { tables: await loadTables(store, body) });
  const fill = new FillRateCounter();
  const counted = await readSnapshot(store, sync, FILL_BOUNDS, (text) => {
    const payload = parseOrUndefined(text);
    if (payload !== undefined) fill.add(compiled.evaluate(payload));
  });
  const found = { counted, attributes: fill.result() };
  await store.payloads.putCounts(sync.id, name, found);
  return { ...about, ...found };
}

/** A record that is no JSON has no value for anything. */
function parseOrUndefined(text: string): unknown {
  try {
    return parsePayload(text);
  } catch {
    return undefined;
  }
}
