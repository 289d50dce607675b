import { normalizeAdminEmail } from '../auth/reader.ts';

/** What setting up a tenant needs; the secret and the password are hashed already. */
export interface BootstrapInput {
  secretHash: string;
  slug: string;
  name: string;
  email: string;
  passwordHash: string;
}

/** True once the secret with this hash has opened a tenant. */
export async function isBootstrapSecretUsed(env: Env, secretHash: string): Promise<boolean> {
  const sql = 'select 1 from bootstrap_uses where secret_hash = ?';
  return (await env.DB.prepare(sql).bind(secretHash).first()) !== null;
}

/**
 * Uses up the secret and makes the tenant and its first admin, all or nothing. Two racers cannot both win: the secret
 * is a primary key, and a tenant with admins makes the batch break on a NOT NULL column, which gives the secret back.
 */
export async function bootstrapTenant(
  env: Env,
  { secretHash, slug, name, email, passwordHash }: BootstrapInput,
  now: number,
): Promise<'made' | 'secret_used' | 'has_admins'> {
  const key = normalizeAdminEmail(email);
  try {
    await env.DB.batch([
      env.DB.prepare('insert into bootstrap_uses (secret_hash, used_at) values (?, ?)').bind(secretHash, now),
      env.DB.prepare('insert into tenants (slug, name, created_at) values (?, ?, ?) on conflict do nothing').bind(
        slug,
        name,
        now,
      ),
      env.DB.prepare(
        `insert into admins (tenant_id, email, password_hash, role, created_at)
         select t.id, ?, case when exists (select 1 from admins a where a.tenant_id = t.id) then null else ? end,
           'admin', ? from tenants t where t.slug = ?`,
      ).bind(key, passwordHash, now, slug),
      env.DB.prepare(
        `insert into audit_log (tenant_id, at, actor, action, detail)
         select id, ?, ?, 'bootstrap', '{}' from tenants where slug = ?`,
      ).bind(now, key, slug),
    ]);
    return 'made';
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (message.includes('bootstrap_uses.secret_hash')) return 'secret_used';
    if (message.includes('admins.password_hash')) return 'has_admins';
    throw error;
  }
}
