import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import type { UserRecord } from '../../store/records/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';

export interface FoundPayload {
  text: string;
  sync: Sync;
  ordinal: number;
}

/** For the last payload of an absent user. */
const MAX_SYNCS_BACK = 20;

const payloadNotKept = fault('not_found', { what: 'payload_expired' });
const payloadRemoved = fault('not_found', { what: 'payload_removed' });
const noEarlierPayload = fault('not_found', { what: 'payload_of_absent' });

/** For an absent user the last payload before it, with its own sync and ordinal. Fault `not_found`. */
export async function findPayload(
  store: TenantReader,
  sync: Sync,
  record: UserRecord,
): Promise<Result<FoundPayload, Fault>> {
  if (record.removed) return fail(payloadRemoved);
  if (record.payload !== null) {
    const text = await readStoredPayload(store, sync, record.payload);
    return text === null ? fail(payloadNotKept) : ok({ text, sync, ordinal: record.ordinal });
  }
  const earlier = record.user && (await findEarlierPayload(store, record.user.id, sync.id));
  return earlier ? ok(earlier) : fail(noEarlierPayload);
}

async function findEarlierPayload(store: TenantReader, userId: number, before: number): Promise<FoundPayload | null> {
  for (const place of await store.records.listPlaces(userId, { before, limit: MAX_SYNCS_BACK })) {
    const sync = await store.syncs.get(place.syncId);
    if (!sync) continue;
    for (const ordinal of place.ordinals) {
      const record = await store.records.get(sync, ordinal);
      const text = record?.payload ? await readStoredPayload(store, sync, record.payload) : null;
      if (text !== null) return { text, sync, ordinal };
    }
  }
  return null;
}

/**
 * Null when it is no longer kept. A sync that applies another's plan, or previews another's snapshot, has no payloads
 * of its own: they are stored with that one.
 */
async function readStoredPayload(
  store: TenantReader,
  sync: Sync,
  location: NonNullable<UserRecord['payload']>,
): Promise<string | null> {
  if ('inline' in location) return location.inline;
  const ownerId = sync.planOf ?? sync.snapshotOf;
  const owner = ownerId === null ? sync : await store.syncs.get(ownerId);
  return owner && store.payloads.getPayload(owner.id, owner.attempt, location);
}
