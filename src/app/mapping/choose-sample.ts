import type { SourceKind } from '../../domain/shared/source-kinds.ts';
import type { TenantReader } from '../../store/open.ts';
import type { UserRecord } from '../../store/records/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { findPayload } from '../../sync/snapshot/find-payload.ts';

/** How many records are read to find one with a payload. */
const MAX_CANDIDATES = 10;
const MAX_SEARCH_RESULTS = 8;

export interface SnapshotSample {
  sync: Sync;
  record: UserRecord;
  payload: string;
}

export type SampleChoice = { record: { syncId: number; ordinal: number } } | RecordPick;

type RecordPick =
  | { pick: 'first' | 'random' }
  /** The next one after an ordinal; after the last one the first. */
  | { pick: 'next' | 'failed'; after: number };

export async function searchSamples(store: TenantReader, sync: Sync, search: string): Promise<UserRecord[]> {
  const found = await store.records.search(sync, search, { limit: MAX_SEARCH_RESULTS });
  return found.filter(({ payload }) => payload !== null);
}

/** @returns null when there is none, or its payload is no longer kept */
export async function chooseSample(
  store: TenantReader,
  source: SourceKind,
  choice: SampleChoice,
): Promise<SnapshotSample | null> {
  if ('record' in choice) return sampleAt(store, source, choice.record);
  const sync = await store.plans.newestPlanned(source);
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

async function pickRecord(store: TenantReader, sync: Sync, choice: RecordPick): Promise<UserRecord | null> {
  const after = startOfPick(sync, choice);
  const filter = choice.pick === 'failed' ? ({ outcome: 'failed' } as const) : {};
  const isUsable = ({ payload, removed }: UserRecord) => payload !== null && !removed;
  // Absent people come last and have no payload in this snapshot; the payloads of a few others were removed.
  const following = await store.records.list(sync, { after, limit: MAX_CANDIDATES }, filter);
  const next = following.find(isUsable);
  if (next || after < 0) return next ?? null;
  const fromStart = await store.records.list(sync, { limit: MAX_CANDIDATES }, filter);
  return fromStart.find(isUsable) ?? null;
}

/** Exclusive: -1 stands before the first record. */
function startOfPick(sync: Sync, choice: RecordPick): number {
  if ('after' in choice) return choice.after;
  return choice.pick === 'random' ? Math.floor(Math.random() * sync.records) - 1 : -1;
}
