import { expect } from 'vitest';
import type { Sync } from '../../../src/store/syncs/reader.ts';
import { createApiClient } from './api-client.ts';
import { PLAIN_MAPPING, people, SyncHarness } from './sync-harness.ts';

/** A tenant, and an API client that asks for previews of mappings. */
export async function openPreviewHarness() {
  const harness = await SyncHarness.open();
  const api = await createApiClient('admin', harness.store);
  const ask = (mapping: unknown) => api.call('POST', '/mapping/preview?source=http-api', mapping);
  /** Runs a preview and waits until it has ended. */
  const preview = async (mapping: unknown): Promise<Sync> => {
    const started = await ask(mapping);
    expect(started.status, started.text).toBe(202);
    return harness.waitForSync(Number(started.body.id));
  };
  return { harness, api, ask, preview };
}
export type PreviewHarness = Awaited<ReturnType<typeof openPreviewHarness>>;

/** `PLAIN_MAPPING` with another expression for the title. */
export const mappingWithTitle = (expression: string) => ({
  ...PLAIN_MAPPING,
  standard: { ...PLAIN_MAPPING.standard, title: { expression, null_policy: 'clear' } },
});

/** Thirty people, of whom every third is a lead with a grade. */
export const PREVIEW_FEED = people(30).map((one, at) =>
  at % 3 === 0 ? { ...one, title: 'Lead', grade: `G${at}` } : one,
);
