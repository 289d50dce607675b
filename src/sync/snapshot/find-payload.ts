import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import type { UserRecord } from '../../store/records/stored.ts';
import type { Sync } from '../../store/syncs/reader.ts';

/** A payload as received, and the record that it came with: for an absent user an earlier one. */
export interface FoundPayload {
  text: string;
  syncId: number;
  ordinal: number;
}

/** How far back an absent user's last payload is looked for, in syncs. */
const MAX_SYNCS_BACK = 20;

const payloadNotKept = fault('not_found', { what: 'payload_expired' });
const payloadRemoved = fault('not_found', { what: 'payload_removed' });
const noEarlierPayload = fault('not_found', { what: 'payload_of_absent' });

/** The payload behind a record; for an absent user the last one seen before. Fault `not_found`. */
export async function findPayload(
  store: TenantReader,
  sync: Sync,
  record: UserRecord,
): Promise<Result<FoundPayload, Fault>> {
  if (record.removed) return fail(payloadRemoved);
  if (record.payload !== null) {
    const text = await readStoredPayload(store, sync, record.payload);
    return text === null ? fail(payloadNotKept) : ok({ text, syncId: sync.id, ordinal: record.ordinal });
  }
  const seen = record.user && (await findEarlierPayload(store, record.user.id, sync.id));
  return seen ? ok(seen) : fail(noEarlierPayload);
}

async function findEarlierPayload(store: TenantReader, userId: number, before: number): Promise<FoundPayload | null> {
  for (const place of await store.records.placesOf(userId, { before, limit: MAX_SYNCS_BACK })) {
    const sync = await store.syncs.get(place.syncId);
    for (const ordinal of sync ? place.ordinals : []) {
      const record = sync && (await store.records.get(sync, ordinal));
      const text = sync && record?.payload ? await readStoredPayload(store, sync, record.payload) : null;
      if (text !== null) return { text, syncId: place.syncId, ordinal };
    }
  }
  return null;
}

/**
 * One payload of a sync as received, or null when it is no longer kept. A sync that applies another's plan, or looks at
 * another's snapshot, has no payloads of its own: they lie with that one.
 */
export async function readStoredPayload(
  store: TenantReader,
  sync: Sync,
  at: NonNullable<UserRecord['payload']>,
): Promise<string | null> {
  if ('inline' in at) return at.inline;
  const other = sync.planOf ?? sync.snapshotOf;
  const home = other === null ? sync : await store.syncs.get(other);
  return home && store.payloads.one(home.id, home.attempt, at);
}
