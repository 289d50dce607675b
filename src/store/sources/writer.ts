import { and, eq, exists, lte, notInArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { JsonObject } from '../../lib/json.ts';
import type { StoreScope } from '../scope.ts';
import { type DataSource, dataSourcesReader } from './reader.ts';
import { dataSources } from './tables.ts';

export const dataSourcesWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  const ofKind = (kind: string) => and(eq(dataSources.tenantId, tenantId), eq(dataSources.kind, kind));
  return {
    ...dataSourcesReader(scope),

    /**
     * Enabling one pull source turns the others off, in the same transaction.
     * @param replaces the sealed secrets that the new ones were made from; without it, whatever is there
     * @returns false, and nothing is changed, when the source renewed its secrets meanwhile
     */
    async save(
      source: Pick<DataSource, 'kind' | 'enabled' | 'settings' | 'sealed'>,
      now: number,
      replaces?: string | null,
    ): Promise<boolean> {
      const { kind, enabled, settings, sealed } = source;
      const save = db
        .insert(dataSources)
        .values({ tenantId, kind, enabled, settings, sealed, changedAt: now })
        .onConflictDoUpdate({
          target: [dataSources.tenantId, dataSources.kind],
          set: { enabled, settings, sealed, changedAt: now },
          setWhere: replaces === undefined ? undefined : sql`${dataSources.sealed} is ${replaces}`,
        });
      const saved = alias(dataSources, 'saved');
      const isSaved = db
        .select({ kind: saved.kind })
        .from(saved)
        .where(and(eq(saved.tenantId, tenantId), eq(saved.kind, kind), sql`${saved.sealed} is ${sealed}`));
      const disableOthers = db
        .update(dataSources)
        .set({ enabled: false })
        .where(
          and(
            eq(dataSources.tenantId, tenantId),
            notInArray(dataSources.kind, [kind, 'scim']),
            eq(dataSources.enabled, true),
            exists(isSaved),
          ),
        );
      const [changed] = await db.batch(enabled ? [save, disableOthers] : [save]);
      return changed === 1;
    },

    /**
     * For secrets that a source renewed by itself: no change of settings, so no new review is asked for.
     * @returns false, and nothing is changed, when they are no longer `before`
     */
    async reseal(kind: string, before: string | null, after: string): Promise<boolean> {
      const { meta } = await db
        .update(dataSources)
        .set({ sealed: after })
        .where(and(ofKind(kind), sql`${dataSources.sealed} is ${before}`));
      return meta.changes === 1;
    },

    /** Not a change of settings: no new review is asked for. */
    async saveMemory(kind: string, memory: JsonObject): Promise<void> {
      await db.update(dataSources).set({ memory }).where(ofKind(kind));
    },

    /** From now on the schedule may write, if no settings changed since that plan was begun. */
    async markApplied(kind: string, planBegunAt: number, now: number): Promise<void> {
      await db
        .update(dataSources)
        .set({
          firstAppliedAt: sql`coalesce(${dataSources.firstAppliedAt}, ${now})`,
          reviewedAt: sql`case when ${dataSources.changedAt} <= ${planBegunAt} then ${now} else ${dataSources.reviewedAt} end`,
        })
        .where(ofKind(kind));
    },

    /** Nothing when settings changed since that sync began. */
    async markReviewed(kind: string, syncStartedAt: number, now: number): Promise<void> {
      await db
        .update(dataSources)
        .set({ reviewedAt: now })
        .where(
          and(
            ofKind(kind),
            lte(dataSources.changedAt, syncStartedAt),
            sql`coalesce(${dataSources.reviewedAt}, 0) < ${dataSources.changedAt}`,
          ),
        );
    },
  };
};
