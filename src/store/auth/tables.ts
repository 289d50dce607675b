import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { enumColumn } from '../columns.ts';

/** An admin does everything in its tenant, a viewer reads users and groups. */
export const ADMIN_ROLES = ['admin', 'viewer'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

export const admins = sqliteTable(
  'admins',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    /** Trimmed, lower case. */
    email: text().notNull(),
    passwordHash: text('password_hash').notNull(),
    role: enumColumn(ADMIN_ROLES).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('admins_by_email').on(t.tenantId, t.email)],
);

export const sessions = sqliteTable('sessions', {
  /** SHA-256 of the cookie's value: a copy of this table opens nothing. */
  idHash: text('id_hash').primaryKey(),
  tenantId: integer('tenant_id').notNull(),
  adminId: integer('admin_id').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const apiTokens = sqliteTable('api_tokens', {
  id: integer().primaryKey(),
  tenantId: integer('tenant_id').notNull(),
  name: text().notNull(),
  /** SHA-256 of the token. */
  hash: text().notNull().unique(),
  role: enumColumn(ADMIN_ROLES).notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
});
