import type { Admin, Role } from './admins.ts';
import type { Lookup } from './lookup.ts';
import type { StoreScope } from './scope.ts';

interface SessionRow {
  own: 0 | 1;
  id: number;
  email: string;
  role: Role;
  created_at: number;
}

/** Sessions of this tenant's admins. Only the hash of a cookie is known here. */
export function sessionsOf({ db, tenantId }: StoreScope) {
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
    async find(idHash: string, now: number): Promise<Lookup<Admin>> {
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
