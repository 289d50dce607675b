import type { SourceKind } from '../../domain/sync/words.ts';
import type { StepStore } from '../../store/open.ts';
import type { RecordView } from '../../store/record-row.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { payloadOf } from '../payload-of.ts';

/** Records looked at to find one whose payload is still kept. */
const A_FEW = 10;

/** A person of the last complete snapshot, with the payload as it was received. */
export interface Sample {
  sync: SyncView;
  record: RecordView;
  payload: string;
}

/** Whom to look at: one by their record, or one that is picked. */
export type SampleChoice =
  | { record: { syncId: number; ordinal: number } }
  | { pick: 'first' | 'random' }
  /** The one behind another, and from the last one on to the first. */
  | { pick: 'next' | 'failed'; after: number };

/** The last complete snapshot of a data source, or null. */
export const lastSnapshot = (store: StepStore, source: SourceKind): Promise<SyncView | null> =>
  store.syncHistory.newestPlanned(source);

/** People who match a search, in a snapshot. */
export async function searchSamples(store: StepStore, sync: SyncView, search: string): Promise<RecordView[]> {
  const found = await store.recordSearch.people(sync, search, { limit: 8 });
  return found.filter(({ payload }) => payload !== null);
}

/** Finds the person of a choice. @returns null when there is nobody, or the payload is no longer kept */
export async function chooseSample(store: StepStore, source: SourceKind, choice: SampleChoice): Promise<Sample | null> {
  if ('record' in choice) return sampleAt(store, source, choice.record);
  const sync = await lastSnapshot(store, source);
  if (!sync) return null;
  const record = await pick(store, sync, choice);
  return record && withPayload(store, sync, record);
}

async function sampleAt(
  store: StepStore,
  source: SourceKind,
  { syncId, ordinal }: { syncId: number; ordinal: number },
): Promise<Sample | null> {
  const sync = await store.syncs.get(syncId);
  if (sync?.source !== source) return null;
  const record = await store.records.get(sync, ordinal);
  return record?.payload ? withPayload(store, sync, record) : null;
}

async function withPayload(store: StepStore, sync: SyncView, record: RecordView): Promise<Sample | null> {
  const found = await payloadOf(store, sync, record);
  return found.ok ? { sync, record, payload: found.value.text } : null;
}

async function pick(
  store: StepStore,
  sync: SyncView,
  choice: Exclude<SampleChoice, { record: unknown }>,
): Promise<RecordView | null> {
  const after =
    'after' in choice ? choice.after : choice.pick === 'random' ? Math.floor(Math.random() * sync.records) - 1 : -1;
  const filter = choice.pick === 'failed' ? ({ outcome: 'failed' } as const) : {};
  const usable = ({ payload, removed }: RecordView) => payload !== null && !removed;
  // Absent people come last, and have no payload in this snapshot; of a few others it was removed.
  const behind = await store.records.list(sync, { after, limit: A_FEW }, filter);
  const next = behind.find(usable);
  if (next || after < 0) return next ?? null;
  return (await store.records.list(sync, { limit: A_FEW }, filter)).find(usable) ?? null;
}
