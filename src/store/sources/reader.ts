import { and, asc, desc, eq, ne } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { dataSources } from './tables.ts';

const { kind, enabled, settings, sealed, firstAppliedAt, changedAt, reviewedAt } = dataSources;
const columns = { kind, enabled, settings, sealed, firstAppliedAt, changedAt, reviewedAt };

/** A data source as configured. Secrets are sealed; only a sync opens them. */
export type DataSource = Pick<typeof dataSources.$inferSelect, keyof typeof columns>;

export const dataSourcesReader = ({ db, tenantId }: StoreScope) => {
  const own = eq(dataSources.tenantId, tenantId);
  return {
    async get(source: string): Promise<DataSource | null> {
      const found = await db
        .select(columns)
        .from(dataSources)
        .where(and(own, eq(kind, source)))
        .get();
      return found ?? null;
    },

    list: (): Promise<DataSource[]> => db.select(columns).from(dataSources).where(own).orderBy(asc(kind)),

    /** The pull source that is enabled, or null. SCIM pushes and is none. */
    async enabledPull(): Promise<DataSource | null> {
      const found = await db
        .select(columns)
        .from(dataSources)
        .where(and(own, eq(enabled, true), ne(kind, 'scim')))
        .orderBy(desc(changedAt))
        .limit(1)
        .get();
      return found ?? null;
    },

    /** What the source kept of its last sync, or null. */
    async memory(source: string): Promise<unknown> {
      const found = await db
        .select({ memory: dataSources.memory })
        .from(dataSources)
        .where(and(own, eq(kind, source)))
        .get();
      return found?.memory ?? null;
    },
  };
};
