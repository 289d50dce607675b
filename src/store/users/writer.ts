import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { usersReader } from './reader.ts';
import { users } from './tables.ts';

export const usersWriter = (scope: StoreScope) => {
  const { db, rowId, tenantId } = scope;
  const byId = (id: number) => and(eq(users.id, rowId(id)), eq(users.tenantId, tenantId));
  return {
    ...usersReader(scope),

    /** No sync terminates such a user, not even by a plan made before. @returns false when it was so already */
    async setProtected(id: number, on: boolean): Promise<boolean> {
      const { meta } = await db
        .update(users)
        .set({ protected: on })
        .where(and(byId(id), ne(users.protected, on)));
      return meta.changes === 1;
    },

    /** Personal data stays beyond the deprovisioning delay. @returns false when it was so already, or the data is gone */
    async setLegalHold(id: number, on: boolean): Promise<boolean> {
      const { meta } = await db
        .update(users)
        .set({ legalHold: on })
        .where(and(byId(id), ne(users.legalHold, on), isNull(users.anonymisedAt)));
      return meta.changes === 1;
    },

    /**
     * Lasts until the data source's own state changes. Taking it back leaves the user as the source has them, so nothing is
     * overridden any more.
     * @returns false when the user is already so, or the personal data is gone
     */
    async override(id: number, override: 'terminated' | 'restored', now: number): Promise<boolean> {
      const terminates = override === 'terminated';
      const state = terminates ? 'terminated' : 'active';
      const { meta } = await db
        .update(users)
        .set({
          state,
          override: sql`case when ${users.override} is null then ${override} end`,
          overrideSeen: sql`case when ${users.override} is not null then null when ${users.state} = 'active' then 'active' else 'gone' end`,
          terminatedAt: terminates ? now : null,
          version: sql`${users.version} + 1`,
          changedAt: now,
        })
        .where(and(byId(id), ne(users.state, state), isNull(users.anonymisedAt)));
      return meta.changes === 1;
    },
  };
};
