/** IDs that a tenant may hand out per noun: the counter is below this, the tenant number above. */
export const ID_SPAN = 2 ** 30;

/** First row ID of a tenant, exclusive: its rows are `base + 1 … base + 2^30 − 1`. */
export const baseOf = (tenantId: number): number => tenantId * ID_SPAN;

/** Doors check before they ask the store. */
export const isLocalId = (value: number): boolean => Number.isInteger(value) && value > 0 && value < ID_SPAN;

/** Users per row of record_buckets. */
export const BUCKET_SIZE = 2048;
export const bucketOf = (tenantId: number, localUserId: number): number =>
  Math.floor((baseOf(tenantId) + localUserId) / BUCKET_SIZE);
