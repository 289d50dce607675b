import { inject } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import type { Sync } from '../../../src/store/syncs/reader.ts';
import { findPayload } from '../../../src/sync/snapshot/find-payload.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { PLAIN_MAPPING, SyncHarness } from './sync-harness.ts';

/** Settings of the example wrapper, as a module or as a Worker, on the signed API of the fake HR system. */
export const northwindSettings = (wrapper: string, query = '', signing_key = 'hr-signing-key') => ({
  wrapper,
  options: { key_id: 'hr-key', url: `${inject('hr')}/signed?people=120&size=5${query}` },
  secrets: { signing_key },
});

/** Settings of the wrapper with faults. @param does which fault */
export const unrulySettings = (does: string, more: object = {}) => ({
  wrapper: 'unruly',
  options: { does, ...more },
  secrets: { key: 'a-sealed-secret' },
});

/** A tenant whose data source is a custom integration. */
export async function openCustomHarness(settings: { wrapper: string }): Promise<SyncHarness> {
  const harness = await SyncHarness.open({ kind: 'custom', settings });
  const body = settings.wrapper.startsWith('northwind') ? mappingSchema.parse(mapping) : PLAIN_MAPPING;
  await harness.store.mappings.save({ source: 'custom', body, note: null, createdBy: 'test', createdAt: 2 }, [], 1);
  return harness;
}

/** The stored payload of each record of a sync. */
export async function storedPayloads(harness: SyncHarness, sync: Sync): Promise<string[]> {
  const found = [];
  for (const record of await harness.records(sync)) found.push(await findPayload(harness.store, sync, record));
  return found.map((one) => (one.ok ? one.value.text : describeFault(one.fault)));
}
