import type { StoreScope } from './scope.ts';

/** Who signs in to the dashboards: an admin does everything in its tenant, a viewer reads users and groups. */
export const ROLES = ['admin', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export interface Admin {
  id: number;
  email: string;
  role: Role;
  createdAt: number;
}

interface AdminRow {
  id: number;
  email: string;
  role: Role;
  created_at: number;
}

/** E-mails of admins are compared without case. */
export const adminEmailKey = (email: string): string => email.trim().toLowerCase();

const fromRow = (row: AdminRow): Admin => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: row.created_at,
});

/** The people who sign in to this tenant. */
export function adminsOf({ db, tenantId }: StoreScope) {
  return {
    async list(): Promise<Admin[]> {
      const sql = 'select id, email, role, created_at from admins where tenant_id = ? order by email';
      return (await db.all<AdminRow>(sql, tenantId)).map(fromRow);
    },

    /** What sign-in compares with; the only reader of a password hash. */
    async credentials(email: string): Promise<{ admin: Admin; passwordHash: string } | null> {
      const row = await db.first<AdminRow & { password_hash: string }>(
        'select id, email, role, created_at, password_hash from admins where tenant_id = ? and email = ?',
        tenantId,
        adminEmailKey(email),
      );
      return row && { admin: fromRow(row), passwordHash: row.password_hash };
    },

    /** @returns null when somebody with this e-mail signs in already */
    async add(email: string, passwordHash: string, role: Role, now: number): Promise<Admin | null> {
      const row = await db.first<AdminRow>(
        `insert into admins (tenant_id, email, password_hash, role, created_at) values (?, ?, ?, ?, ?)
         on conflict do nothing returning id, email, role, created_at`,
        tenantId,
        adminEmailKey(email),
        passwordHash,
        role,
        now,
      );
      return row && fromRow(row);
    },
  };
}
