import { and, asc, desc, eq, gt, isNull } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { admins, apiTokens, sessions } from './tables.ts';

/** `elsewhere`: valid for another tenant, to which the doors answer 404; for which one never leaves the store. */
export type SecretLookup<Value> = { found: 'own'; value: Value } | { found: 'elsewhere' } | { found: 'nothing' };

export const adminColumns = { id: admins.id, email: admins.email, role: admins.role, createdAt: admins.createdAt };
export const apiTokenColumns = {
  id: apiTokens.id,
  name: apiTokens.name,
  role: apiTokens.role,
  createdBy: apiTokens.createdBy,
  createdAt: apiTokens.createdAt,
  revokedAt: apiTokens.revokedAt,
};

export type Admin = Pick<typeof admins.$inferSelect, keyof typeof adminColumns>;
export type ApiToken = Pick<typeof apiTokens.$inferSelect, keyof typeof apiTokenColumns>;

export const normalizeAdminEmail = (email: string): string => email.trim().toLowerCase();

export const adminsReader = ({ db, tenantId }: StoreScope) => ({
  list: (): Promise<Admin[]> =>
    db.select(adminColumns).from(admins).where(eq(admins.tenantId, tenantId)).orderBy(asc(admins.email)),

  /** The only reader of a password hash. */
  async credentials(email: string): Promise<{ admin: Admin; passwordHash: string } | null> {
    const row = await db
      .select({ ...adminColumns, passwordHash: admins.passwordHash })
      .from(admins)
      .where(and(eq(admins.tenantId, tenantId), eq(admins.email, normalizeAdminEmail(email))))
      .get();
    if (!row) return null;
    const { passwordHash, ...admin } = row;
    return { admin, passwordHash };
  },
});

export const sessionsReader = ({ db, tenantId }: StoreScope) => ({
  /** The role is read from the admin each time, so taking it away works at once. */
  async find(idHash: string, now: number): Promise<SecretLookup<Admin>> {
    const row = await db
      .select({ ...adminColumns, tenantId: sessions.tenantId })
      .from(sessions)
      .innerJoin(admins, and(eq(admins.id, sessions.adminId), eq(admins.tenantId, sessions.tenantId)))
      .where(and(eq(sessions.idHash, idHash), gt(sessions.expiresAt, now)))
      .get();
    return lookup(row, tenantId);
  },
});

export const apiTokensReader = ({ db, tenantId }: StoreScope) => ({
  /** Newest first, revoked ones too. */
  list: (): Promise<ApiToken[]> =>
    db.select(apiTokenColumns).from(apiTokens).where(eq(apiTokens.tenantId, tenantId)).orderBy(desc(apiTokens.id)),

  async find(hash: string): Promise<SecretLookup<ApiToken>> {
    const row = await db
      .select({ ...apiTokenColumns, tenantId: apiTokens.tenantId })
      .from(apiTokens)
      .where(and(eq(apiTokens.hash, hash), isNull(apiTokens.revokedAt)))
      .get();
    return lookup(row, tenantId);
  },
});

function lookup<Row extends { tenantId: number }>(
  row: Row | undefined,
  tenantId: number,
): SecretLookup<Omit<Row, 'tenantId'>> {
  if (!row) return { found: 'nothing' };
  const { tenantId: owner, ...value } = row;
  return owner === tenantId ? { found: 'own', value } : { found: 'elsewhere' };
}
