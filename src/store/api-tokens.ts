import type { Role } from './admins.ts';
import type { Lookup } from './lookup.ts';
import type { StoreScope } from './scope.ts';

export interface ApiToken {
  id: number;
  name: string;
  role: Role;
  createdBy: string;
  createdAt: number;
  revokedAt: number | null;
}

interface TokenRow {
  id: number;
  name: string;
  role: Role;
  created_by: string;
  created_at: number;
  revoked_at: number | null;
}

const COLUMNS = 'id, name, role, created_by, created_at, revoked_at';

const fromRow = (row: TokenRow): ApiToken => ({
  id: row.id,
  name: row.name,
  role: row.role,
  createdBy: row.created_by,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});

/** Tokens that programs use at this tenant's API. Only their hashes are known here. */
export function apiTokensOf({ db, tenantId }: StoreScope) {
  return {
    async list(): Promise<ApiToken[]> {
      const sql = `select ${COLUMNS} from api_tokens where tenant_id = ? order by id desc`;
      return (await db.all<TokenRow>(sql, tenantId)).map(fromRow);
    },

    /** @returns null when the hash exists, which 32 random bytes do not do twice */
    async add(token: { name: string; hash: string; role: Role; createdBy: string }, now: number) {
      const row = await db.first<TokenRow>(
        `insert into api_tokens (tenant_id, name, hash, role, created_by, created_at) values (?, ?, ?, ?, ?, ?)
         on conflict do nothing returning ${COLUMNS}`,
        tenantId,
        token.name,
        token.hash,
        token.role,
        token.createdBy,
        now,
      );
      return row && fromRow(row);
    },

    async find(hash: string): Promise<Lookup<ApiToken>> {
      const row = await db.first<TokenRow & { own: 0 | 1 }>(
        `select tenant_id = ? as own, ${COLUMNS} from api_tokens where hash = ? and revoked_at is null`,
        tenantId,
        hash,
      );
      if (!row) return { found: 'nothing' };
      return row.own ? { found: 'own', value: fromRow(row) } : { found: 'elsewhere' };
    },

    /** @returns the token that ended now; null when there is none, or it had ended before */
    async revoke(id: number, now: number): Promise<ApiToken | null> {
      const row = await db.first<TokenRow>(
        `update api_tokens set revoked_at = ? where tenant_id = ? and id = ? and revoked_at is null returning ${COLUMNS}`,
        now,
        tenantId,
        id,
      );
      return row && fromRow(row);
    },
  };
}
