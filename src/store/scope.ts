import type { MeteredD1 } from './cost.ts';

/** What every store file gets: the tenant's own database and where its IDs begin. Never leaves store/. */
export interface StoreScope {
  readonly db: MeteredD1;
  readonly tenantId: number;
  readonly base: number;
}
