import { eq, exists, sql } from 'drizzle-orm';
import { auditLog } from '../audit/tables.ts';
import { normalizeAdminEmail } from '../auth/reader.ts';
import { admins } from '../auth/tables.ts';
import { aliased } from '../columns.ts';
import { openDatabase } from '../d1.ts';
import { bootstrapUses, tenants } from './tables.ts';

export interface BootstrapInput {
  secretHash: string;
  slug: string;
  name: string;
  email: string;
  passwordHash: string;
}

export async function isBootstrapSecretUsed(env: Env, secretHash: string): Promise<boolean> {
  const used = await openDatabase(env.DB)
    .select({ usedAt: bootstrapUses.usedAt })
    .from(bootstrapUses)
    .where(eq(bootstrapUses.secretHash, secretHash))
    .get();
  return used !== undefined;
}

/**
 * All or nothing. Two racers cannot both win: the secret is a primary key, and a tenant with admins makes the batch break
 * on a NOT NULL column, which gives the secret back.
 */
export async function bootstrapTenant(
  env: Env,
  { secretHash, slug, name, email, passwordHash }: BootstrapInput,
  now: number,
): Promise<'made' | 'secret_used' | 'has_admins'> {
  const db = openDatabase(env.DB);
  const adminEmail = normalizeAdminEmail(email);
  const made = eq(tenants.slug, slug);
  const hasAdmins = exists(db.select({ id: admins.id }).from(admins).where(eq(admins.tenantId, tenants.id)));
  const firstAdmin = db
    .select({
      id: sql`null`.as('id'),
      tenantId: aliased(tenants.id, 'tenant_id'),
      email: sql`${adminEmail}`.as('email'),
      passwordHash: sql`case when ${hasAdmins} then null else ${passwordHash} end`.as('password_hash'),
      role: sql`${sql.param('admin', admins.role)}`.as('role'),
      createdAt: sql`${now}`.as('created_at'),
    })
    .from(tenants)
    .where(made);
  const entry = db
    .select({
      id: sql`null`.as('id'),
      tenantId: aliased(tenants.id, 'tenant_id'),
      at: sql`${now}`.as('at'),
      actor: sql`${adminEmail}`.as('actor'),
      action: sql`${sql.param('bootstrap', auditLog.action)}`.as('action'),
      detail: sql`${sql.param({}, auditLog.detail)}`.as('detail'),
    })
    .from(tenants)
    .where(made);
  try {
    await db.batch([
      db.insert(bootstrapUses).values({ secretHash, usedAt: now }),
      db.insert(tenants).values({ slug, name, createdAt: now }).onConflictDoNothing(),
      db.insert(admins).select(firstAdmin),
      db.insert(auditLog).select(entry),
    ]);
    return 'made';
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (message.includes('bootstrap_uses.secret_hash')) return 'secret_used';
    if (message.includes('admins.password_hash')) return 'has_admins';
    throw error;
  }
}
