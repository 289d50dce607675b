import { expect } from 'vitest';
import type { Sync } from '../../../src/store/syncs/reader.ts';
import { program } from '../api/acting.ts';
import { MAPPING, people, Road } from './road.ts';

/** A road, and a program that asks for previews of mappings through the public door. */
export async function previewing() {
  const road = await Road.open();
  const api = await program('admin', road.store);
  const ask = (mapping: unknown) => api.call('POST', '/mapping/preview?source=http-api', mapping);
  /** A preview, to its end. */
  const preview = async (mapping: unknown): Promise<Sync> => {
    const started = await ask(mapping);
    expect(started.status, started.text).toBe(202);
    return road.ended(Number(started.body.id));
  };
  return { road, api, ask, preview };
}
export type Previewing = Awaited<ReturnType<typeof previewing>>;

/** The usual mapping with another expression for the title. */
export const titled = (expression: string) => ({
  ...MAPPING,
  standard: { ...MAPPING.standard, title: { expression, null_policy: 'clear' } },
});

/** Thirty people, of whom every third is a lead with a grade. */
export const FEED = people(30).map((one, at) => (at % 3 === 0 ? { ...one, title: 'Lead', grade: `G${at}` } : one));
