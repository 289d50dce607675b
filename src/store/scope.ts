import type { Database, MeteredD1 } from './d1.ts';

/** What every noun of the store gets: the tenant's own rows. Never leaves store/. */
export interface StoreScope {
  /** Drizzle, for ordinary queries. */
  readonly db: Database;
  /** Statements as text, for the set-based ones of the engine. */
  readonly d1: MeteredD1;
  readonly tenantId: number;
  /** The tenant's users and syncs have row IDs above this one. */
  readonly base: number;
  /** The row ID of a user or a sync, of which only the counter is seen outside the store. */
  rowId(counter: number): number;
}
