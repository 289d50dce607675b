import { inject } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import type { Sync } from '../../../src/store/syncs/reader.ts';
import { findPayload } from '../../../src/sync/snapshot/find-payload.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { MAPPING, Road } from './road.ts';

/** The signed API of the fake HR system by the example wrapper, in either form. */
export const northwind = (wrapper: string, query = '', signing_key = 'hr-signing-key') => ({
  wrapper,
  options: { key_id: 'hr-key', url: `${inject('hr')}/signed?people=120&size=5${query}` },
  secrets: { signing_key },
});

/** The wrapper that does what a test wants. */
export const unruly = (does: string, more: object = {}) => ({
  wrapper: 'unruly',
  options: { does, ...more },
  secrets: { key: 'a-sealed-secret' },
});

/** A tenant whose people come by a wrapper. */
export async function roadBy(settings: { wrapper: string }): Promise<Road> {
  const road = await Road.open({ kind: 'custom', settings });
  const body = settings.wrapper.startsWith('northwind') ? mapping : MAPPING;
  await road.store.mappings.save({ source: 'custom', body, note: null, createdBy: 'test', createdAt: 2 }, [], 1);
  return road;
}

/** Every payload of a sync as it was received. */
export async function payloadsOf(road: Road, sync: Sync): Promise<string[]> {
  const found = [];
  for (const record of await road.records(sync)) found.push(await findPayload(road.store, sync, record));
  return found.map((one) => (one.ok ? one.value.text : describeFault(one.fault)));
}
