import { sql } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { tenantSettingsSchema } from '../../domain/sync/settings.ts';
import { jsonColumn } from '../columns.ts';

export const tenants = sqliteTable('tenants', {
  id: integer().primaryKey(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  /** Which D1 binding holds this tenant's rows. */
  shard: text().notNull().default('DB'),
  timeZone: text('time_zone').notNull().default('UTC'),
  /** Null: the schedule is off. */
  intervalHours: integer('interval_hours').default(24),
  /** What is not there has its default. */
  settings: jsonColumn(tenantSettingsSchema).notNull().default(sql`'{}'`),
  /** The schedule slot (hours since the epoch) last acted on, so that a cron tick that comes twice starts one sync. */
  lastSlot: integer('last_slot').notNull().default(0),
  createdAt: integer('created_at').notNull(),
});

export const bootstrapUses = sqliteTable('bootstrap_uses', {
  secretHash: text('secret_hash').primaryKey(),
  usedAt: integer('used_at').notNull(),
});
