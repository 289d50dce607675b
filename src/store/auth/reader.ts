import type { StoreScope } from '../scope.ts';

/**
 * What a secret presented at a tenant's door turned out to be. Another tenant's secret is told apart from an unknown
 * one, because the doors answer 404 to it; whose it is never leaves the store.
 */
export type SecretLookup<Value> = { found: 'own'; value: Value } | { found: 'elsewhere' } | { found: 'nothing' };

/** Who signs in to the dashboards: an admin does everything in its tenant, a viewer reads users and groups. */
export const ADMIN_ROLES = ['admin', 'viewer'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

export interface Admin {
  id: number;
  email: string;
  role: AdminRole;
  createdAt: number;
}

interface AdminRow {
  id: number;
  email: string;
  role: AdminRole;
  created_at: number;
}

/** E-mails of admins are compared without case. */
export const normalizeAdminEmail = (email: string): string => email.trim().toLowerCase();

const toAdmin = (row: AdminRow): Admin => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: row.created_at,
});

/** The people who sign in to this tenant. */
export function adminsReader({ db, tenantId }: StoreScope) {
  return {
    async list(): Promise<Admin[]> {
      const sql = 'select id, email, role, created_at from admins where tenant_id = ? order by email';
      return (await db.all<AdminRow>(sql, tenantId)).map(toAdmin);
    },

    /** What sign-in compares with; the only reader of a password hash. */
    async credentials(email: string): Promise<{ admin: Admin; passwordHash: string } | null> {
      const row = await db.first<AdminRow & { password_hash: string }>(
        'select id, email, role, created_at, password_hash from admins where tenant_id = ? and email = ?',
        tenantId,
        normalizeAdminEmail(email),
      );
      return row && { admin: toAdmin(row), passwordHash: row.password_hash };
    },

    /** @returns null when somebody with this e-mail signs in already */
    async add(email: string, passwordHash: string, role: AdminRole, now: number): Promise<Admin | null> {
      const row = await db.first<AdminRow>(
        `insert into admins (tenant_id, email, password_hash, role, created_at) values (?, ?, ?, ?, ?)
         on conflict do nothing returning id, email, role, created_at`,
        tenantId,
        normalizeAdminEmail(email),
        passwordHash,
        role,
        now,
      );
      return row && toAdmin(row);
    },
  };
}

interface SessionRow {
  own: 0 | 1;
  id: number;
  email: string;
  role: AdminRole;
  created_at: number;
}

/** Sessions of this tenant's admins. Only the hash of a cookie is known here. */
export function sessionsReader({ db, tenantId }: StoreScope) {
  return {
    /** Expired sessions leave when somebody signs in: no job is needed for them. */
    async open(idHash: string, adminId: number, now: number, expiresAt: number): Promise<void> {
      await db.batch([
        db.prepare('delete from sessions where tenant_id = ? and expires_at <= ?').bind(tenantId, now),
        db
          .prepare(
            `insert into sessions (id_hash, tenant_id, admin_id, created_at, expires_at)
             select ?, tenant_id, id, ?, ? from admins where tenant_id = ? and id = ?`,
          )
          .bind(idHash, now, expiresAt, tenantId, adminId),
      ]);
    },

    /** The role is read from the admin each time, so taking it away works at once. */
    async find(idHash: string, now: number): Promise<SecretLookup<Admin>> {
      const row = await db.first<SessionRow>(
        `select s.tenant_id = ? as own, a.id, a.email, a.role, a.created_at from sessions s
         join admins a on a.id = s.admin_id and a.tenant_id = s.tenant_id where s.id_hash = ? and s.expires_at > ?`,
        tenantId,
        idHash,
        now,
      );
      if (!row) return { found: 'nothing' };
      if (!row.own) return { found: 'elsewhere' };
      return { found: 'own', value: { id: row.id, email: row.email, role: row.role, createdAt: row.created_at } };
    },

    async close(idHash: string): Promise<boolean> {
      return (await db.run('delete from sessions where tenant_id = ? and id_hash = ?', tenantId, idHash)) > 0;
    },
  };
}

export interface ApiToken {
  id: number;
  name: string;
  role: AdminRole;
  createdBy: string;
  createdAt: number;
  revokedAt: number | null;
}

interface TokenRow {
  id: number;
  name: string;
  role: AdminRole;
  created_by: string;
  created_at: number;
  revoked_at: number | null;
}

const TOKEN_COLUMNS = 'id, name, role, created_by, created_at, revoked_at';

const toApiToken = (row: TokenRow): ApiToken => ({
  id: row.id,
  name: row.name,
  role: row.role,
  createdBy: row.created_by,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});

/** Tokens that programs use at this tenant's API. Only their hashes are known here. */
export function apiTokensReader({ db, tenantId }: StoreScope) {
  return {
    async list(): Promise<ApiToken[]> {
      const sql = `select ${TOKEN_COLUMNS} from api_tokens where tenant_id = ? order by id desc`;
      return (await db.all<TokenRow>(sql, tenantId)).map(toApiToken);
    },

    /** @returns null when the hash exists, which 32 random bytes do not do twice */
    async add(token: { name: string; hash: string; role: AdminRole; createdBy: string }, now: number) {
      const row = await db.first<TokenRow>(
        `insert into api_tokens (tenant_id, name, hash, role, created_by, created_at) values (?, ?, ?, ?, ?, ?)
         on conflict do nothing returning ${TOKEN_COLUMNS}`,
        tenantId,
        token.name,
        token.hash,
        token.role,
        token.createdBy,
        now,
      );
      return row && toApiToken(row);
    },

    async find(hash: string): Promise<SecretLookup<ApiToken>> {
      const row = await db.first<TokenRow & { own: 0 | 1 }>(
        `select tenant_id = ? as own, ${TOKEN_COLUMNS} from api_tokens where hash = ? and revoked_at is null`,
        tenantId,
        hash,
      );
      if (!row) return { found: 'nothing' };
      return row.own ? { found: 'own', value: toApiToken(row) } : { found: 'elsewhere' };
    },

    /** @returns the token that ended now; null when there is none, or it had ended before */
    async revoke(id: number, now: number): Promise<ApiToken | null> {
      const row = await db.first<TokenRow>(
        `update api_tokens set revoked_at = ? where tenant_id = ? and id = ? and revoked_at is null returning ${TOKEN_COLUMNS}`,
        now,
        tenantId,
        id,
      );
      return row && toApiToken(row);
    },
  };
}
