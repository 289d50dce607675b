import type { Database } from './d1.ts';

/** Never leaves store/. */
export interface StoreScope {
  readonly db: Database;
  readonly tenantId: number;
  /** The row IDs of the tenant's users and syncs are above this one. */
  readonly base: number;
  /** @param counter the ID of a user or a sync outside of the store */
  rowId(counter: number): number;
}
