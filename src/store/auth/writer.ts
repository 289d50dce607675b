import { and, eq, isNull, lte, sql } from 'drizzle-orm';
import { aliased } from '../columns.ts';
import type { StoreScope } from '../scope.ts';
import {
  type Admin,
  type ApiToken,
  adminColumns,
  adminsReader,
  apiTokenColumns,
  apiTokensReader,
  normalizeAdminEmail,
  sessionsReader,
} from './reader.ts';
import { type AdminRole, admins, apiTokens, sessions } from './tables.ts';

export const adminsWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  return {
    ...adminsReader(scope),

    /** @returns null when the e-mail is taken */
    async add(email: string, passwordHash: string, role: AdminRole, now: number): Promise<Admin | null> {
      const [added] = await db
        .insert(admins)
        .values({ tenantId, email: normalizeAdminEmail(email), passwordHash, role, createdAt: now })
        .onConflictDoNothing()
        .returning(adminColumns);
      return added ?? null;
    },
  };
};

export const sessionsWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  return {
    ...sessionsReader(scope),

    /** Expired sessions leave when somebody signs in: no job is needed for them. */
    async open(idHash: string, adminId: number, now: number, expiresAt: number): Promise<void> {
      const opened = db
        .select({
          idHash: sql`${idHash}`.as('id_hash'),
          tenantId: admins.tenantId,
          adminId: aliased(admins.id, 'admin_id'),
          createdAt: sql`${now}`.as('created_at'),
          expiresAt: sql`${expiresAt}`.as('expires_at'),
        })
        .from(admins)
        .where(and(eq(admins.tenantId, tenantId), eq(admins.id, adminId)));
      await db.batch([
        db.delete(sessions).where(and(eq(sessions.tenantId, tenantId), lte(sessions.expiresAt, now))),
        db.insert(sessions).select(opened),
      ]);
    },

    async close(idHash: string): Promise<boolean> {
      const { meta } = await db
        .delete(sessions)
        .where(and(eq(sessions.tenantId, tenantId), eq(sessions.idHash, idHash)));
      return meta.changes > 0;
    },
  };
};

export const apiTokensWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  return {
    ...apiTokensReader(scope),

    /** @returns null when the hash exists, which 32 random bytes do not do twice */
    async add(
      token: { name: string; hash: string; role: AdminRole; createdBy: string },
      now: number,
    ): Promise<ApiToken | null> {
      const [added] = await db
        .insert(apiTokens)
        .values({ tenantId, ...token, createdAt: now })
        .onConflictDoNothing()
        .returning(apiTokenColumns);
      return added ?? null;
    },

    /** @returns the token that ended now; null when there is none, or it had ended before */
    async revoke(id: number, now: number): Promise<ApiToken | null> {
      const [revoked] = await db
        .update(apiTokens)
        .set({ revokedAt: now })
        .where(and(eq(apiTokens.tenantId, tenantId), eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
        .returning(apiTokenColumns);
      return revoked ?? null;
    },
  };
};
