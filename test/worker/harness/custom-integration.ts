import { inject } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import type { Sync } from '../../../src/store/syncs/reader.ts';
import { findPayload } from '../../../src/sync/snapshot/find-payload.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { PLAIN_MAPPING, SyncHarness } from './sync-harness.ts';

/** The signed API of the fake HR system by the example wrapper, in either form. */
export const northwindSettings = (wrapper: string, query = '', signing_key = 'hr-signing-key') => ({
  wrapper,
  options: { key_id: 'hr-key', url: `${inject('hr')}/signed?people=120&size=5${query}` },
  secrets: { signing_key },
});

/** The wrapper that does what a test wants. */
export const unrulySettings = (does: string, more: object = {}) => ({
  wrapper: 'unruly',
  options: { does, ...more },
  secrets: { key: 'a-sealed-secret' },
});

/** A tenant whose people come by a wrapper. */
export async function openCustomHarness(settings: { wrapper: string }): Promise<SyncHarness> {
  const harness = await SyncHarness.open({ kind: 'custom', settings });
  const body = settings.wrapper.startsWith('northwind') ? mappingSchema.parse(mapping) : PLAIN_MAPPING;
  await harness.store.mappings.save({ source: 'custom', body, note: null, createdBy: 'test', createdAt: 2 }, [], 1);
  return harness;
}

/** Every payload of a sync as it was received. */
export async function storedPayloads(harness: SyncHarness, sync: Sync): Promise<string[]> {
  const found = [];
  for (const record of await harness.records(sync)) found.push(await findPayload(harness.store, sync, record));
  return found.map((one) => (one.ok ? one.value.text : describeFault(one.fault)));
}
