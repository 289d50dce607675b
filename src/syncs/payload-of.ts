import { type Fault, fault } from '../domain/fault.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { StepStore } from '../store/open.ts';
import type { RecordView } from '../store/record-row.ts';
import type { SyncView } from '../store/sync-row.ts';

/** A payload as received, and the record that it came with: for an absent user an earlier one. */
export interface FoundPayload {
  text: string;
  syncId: number;
  ordinal: number;
}

/** How far back an absent user's last payload is looked for, in syncs. */
const MOST_SYNCS = 20;

const notKept = fault('not_found', 'This payload is no longer kept.');
const removed = fault('not_found', 'The personal data of this user was removed, and this payload with it.');
const neverSeen = fault(
  'not_found',
  'This user was absent from the data source, and no earlier payload of theirs is kept.',
);

/** The payload behind a record; for an absent user the last one seen before. Fault `not_found`. */
export async function payloadOf(
  store: StepStore,
  sync: SyncView,
  record: RecordView,
): Promise<Result<FoundPayload, Fault>> {
  if (record.removed) return fail(removed);
  if (record.payload !== null) {
    const text = await readPayload(store, sync, record.payload);
    return text === null ? fail(notKept) : ok({ text, syncId: sync.id, ordinal: record.ordinal });
  }
  const seen = record.user && (await lastSeen(store, record.user.id, sync.id));
  return seen ? ok(seen) : fail(neverSeen);
}

async function lastSeen(store: StepStore, userId: number, before: number): Promise<FoundPayload | null> {
  for (const place of await store.records.placesOf(userId, { before, limit: MOST_SYNCS })) {
    const sync = await store.syncs.get(place.syncId);
    for (const ordinal of sync ? place.ordinals : []) {
      const record = sync && (await store.records.get(sync, ordinal));
      const text = sync && record?.payload ? await readPayload(store, sync, record.payload) : null;
      if (text !== null) return { text, syncId: place.syncId, ordinal };
    }
  }
  return null;
}

/**
 * One payload of a sync as received, or null when it is no longer kept. A sync that applies another's plan, or looks at
 * another's snapshot, has no payloads of its own: they lie with that one.
 */
export async function readPayload(
  store: StepStore,
  sync: SyncView,
  at: NonNullable<RecordView['payload']>,
): Promise<string | null> {
  if ('inline' in at) return at.inline;
  const other = sync.planOf ?? sync.snapshotOf;
  const home = other === null ? sync : await store.syncs.get(other);
  return home && store.payloads.one(home.id, home.attempt, at);
}
