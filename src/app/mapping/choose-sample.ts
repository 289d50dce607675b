import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import type { TenantReader } from '../../store/open.ts';
import type { UserRecord } from '../../store/records/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { findPayload } from '../../sync/snapshot/find-payload.ts';

/** Records that are looked at to find one with a payload. */
const CANDIDATES = 10;

export interface SnapshotSample {
  sync: Sync;
  record: UserRecord;
  payload: string;
}

/** Whom to look at: one by their record, or one that is picked. */
export type SampleChoice =
  | { record: { syncId: number; ordinal: number } }
  | { pick: 'first' | 'random' }
  /** The one behind another; behind the last one the first. */
  | { pick: 'next' | 'failed'; after: number };

export const lastSnapshot = (store: TenantReader, source: SourceKind): Promise<Sync | null> =>
  store.plans.newestPlanned(source);

export async function searchSamples(store: TenantReader, sync: Sync, search: string): Promise<UserRecord[]> {
  const found = await store.records.search(sync, search, { limit: 8 });
  return found.filter(({ payload }) => payload !== null);
}

/** @returns null when there is nobody, or their payload is no longer kept */
export async function chooseSample(
  store: TenantReader,
  source: SourceKind,
  choice: SampleChoice,
): Promise<SnapshotSample | null> {
  if ('record' in choice) return sampleAt(store, source, choice.record);
  const sync = await lastSnapshot(store, source);
  if (!sync) return null;
  const record = await pickRecord(store, sync, choice);
  return record && withPayload(store, sync, record);
}

async function sampleAt(
  store: TenantReader,
  source: SourceKind,
  { syncId, ordinal }: { syncId: number; ordinal: number },
): Promise<SnapshotSample | null> {
  const sync = await store.syncs.get(syncId);
  if (sync?.source !== source) return null;
  const record = await store.records.get(sync, ordinal);
  return record?.payload ? withPayload(store, sync, record) : null;
}

async function withPayload(store: TenantReader, sync: Sync, record: UserRecord): Promise<SnapshotSample | null> {
  const found = await findPayload(store, sync, record);
  return found.ok ? { sync, record, payload: found.value.text } : null;
}

async function pickRecord(
  store: TenantReader,
  sync: Sync,
  choice: Exclude<SampleChoice, { record: unknown }>,
): Promise<UserRecord | null> {
  const after =
    'after' in choice ? choice.after : choice.pick === 'random' ? Math.floor(Math.random() * sync.records) - 1 : -1;
  const filter = choice.pick === 'failed' ? ({ outcome: 'failed' } as const) : {};
  const usable = ({ payload, removed }: UserRecord) => payload !== null && !removed;
  // Absent people come last and have no payload in this snapshot; of a few others it was removed.
  const behind = await store.records.list(sync, { after, limit: CANDIDATES }, filter);
  const next = behind.find(usable);
  if (next || after < 0) return next ?? null;
  return (await store.records.list(sync, { limit: CANDIDATES }, filter)).find(usable) ?? null;
}
