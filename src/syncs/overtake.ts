import type { StepStore } from '../store/open.ts';

/** Held plans of a source that a newer complete snapshot has overtaken can no longer be approved. */
export async function overtake(store: StepStore, { sync, source }: { sync: number; source: string }): Promise<void> {
  for (const held of await store.syncHistory.heldBefore(source, sync)) {
    await store.syncs.update(held.id, {
      state: 'cancelled',
      reason: `${held.reason ?? ''} Sync ${sync} has newer data.`.trim(),
    });
  }
}
