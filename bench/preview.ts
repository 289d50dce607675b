import { previewMapping } from '../src/app/mapping/preview-mapping.ts';
import { mapping } from '../tools/hr/mapping.ts';
import type { newTenant, Rig } from './rig.ts';
import { type Done, following } from './run.ts';

type Store = Awaited<ReturnType<typeof newTenant>>;

/** The demo's mapping, by which everybody gets another title. */
export const everybodyChanged = (run: number): object => ({
  ...mapping,
  standard: {
    ...mapping.standard,
    title: { expression: `join(', ', [Job_group[0].Title, '${run}'])`, null_policy: 'clear' },
  },
});

/** Runs one preview of a mapping that is not saved to its end. */
export async function preview(rig: Rig, store: Store, body: object): Promise<Done> {
  return following(store, () => previewMapping(rig.env, store.tenant, { source: 'workday', body }, 'bench'));
}

/** Puts a mapping in force. */
export async function saveChange(store: Store, body: object): Promise<void> {
  const seen = (await store.mappings.current('workday'))?.version ?? 0;
  const version = { source: 'workday', body, note: null, createdBy: 'bench', createdAt: Date.now() };
  await store.mappings.save(version, [], seen);
}
