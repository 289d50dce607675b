import { and, asc, desc, eq, getTableColumns, ne } from 'drizzle-orm';
import type { JsonObject } from '../../lib/json.ts';
import type { StoreScope } from '../scope.ts';
import { dataSources } from './tables.ts';

const { tenantId: _, memory, ...columns } = getTableColumns(dataSources);

/** Secrets are sealed; only a sync opens them. */
export type DataSource = Omit<typeof dataSources.$inferSelect, 'tenantId' | 'memory'>;

export const dataSourcesReader = ({ db, tenantId }: StoreScope) => {
  const inTenant = eq(dataSources.tenantId, tenantId);
  const ofKind = (kind: string) => and(inTenant, eq(dataSources.kind, kind));
  return {
    async get(kind: string): Promise<DataSource | null> {
      const found = await db.select(columns).from(dataSources).where(ofKind(kind)).get();
      return found ?? null;
    },

    list: (): Promise<DataSource[]> =>
      db.select(columns).from(dataSources).where(inTenant).orderBy(asc(dataSources.kind)),

    /** SCIM pushes and is none. */
    async enabledPull(): Promise<DataSource | null> {
      const found = await db
        .select(columns)
        .from(dataSources)
        .where(and(inTenant, eq(dataSources.enabled, true), ne(dataSources.kind, 'scim')))
        .orderBy(desc(dataSources.changedAt))
        .limit(1)
        .get();
      return found ?? null;
    },

    async getMemory(kind: string): Promise<JsonObject | null> {
      const found = await db.select({ memory }).from(dataSources).where(ofKind(kind)).get();
      return found?.memory ?? null;
    },
  };
};
