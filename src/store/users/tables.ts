import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { type Attributes, type AttributeValue, USER_ROLES, USER_STATES } from '../../domain/user/attributes.ts';
import { enumColumn, jsonColumn, localId } from '../columns.ts';

const isAttributeValue = (value: unknown): value is AttributeValue =>
  typeof value === 'string' ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));

const isAttributes = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isAttributeValue);

/** Not `z.record`: over a union it takes zod six times as long as JSON.parse, for each user of a list or an export. */
export const attributesSchema = z.unknown().transform((value, context): Attributes => {
  if (isAttributes(value)) return value;
  context.addIssue({ code: 'custom', message: 'These are no attributes' });
  return z.NEVER;
});

/*
 * Every index costs a written row per user, so there is none that a page does not need. No ON DELETE CASCADE in D1.
 */
export const users = sqliteTable(
  'users',
  {
    id: localId().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    employeeId: text('employee_id'),
    /** Employee ID trimmed, lower case, without leading zeros: finds a known ID whose format changed. */
    employeeKey: text('employee_key'),
    /** E-mail trimmed and lower case; as given it is in the attributes. */
    emailKey: text('email_key').notNull(),
    /** Includes full_name, email and employee_id. */
    attributes: jsonColumn(attributesSchema).notNull(),
    role: enumColumn(USER_ROLES).notNull().default('regular'),
    state: enumColumn(USER_STATES).notNull().default('active'),
    /** Set by an admin, until the data source's own state (overrideSeen) changes. */
    override: enumColumn(['terminated', 'restored']),
    overrideSeen: enumColumn(['active', 'gone'], 'override_seen'),
    protected: integer({ mode: 'boolean' }).notNull().default(false),
    ownerSource: text('owner_source'),
    /** Hash of the mapped values last written; equal means nothing changed, different means look closer. */
    fingerprint: text(),
    version: integer().notNull().default(1),
    lastSyncId: localId('last_sync_id'),
    changedAt: integer('changed_at').notNull(),
    createdAt: integer('created_at').notNull(),
    terminatedAt: integer('terminated_at'),
    /** Personal data stays, whatever the deprovisioning delay says. */
    legalHold: integer('legal_hold', { mode: 'boolean' }).notNull().default(false),
    anonymisedAt: integer('anonymised_at'),
    /** Termination date of an active user; the daily job that needs no feed looks here. */
    endsOn: text('ends_on'),
  },
  (t) => [
    uniqueIndex('users_by_email').on(t.tenantId, t.emailKey),
    uniqueIndex('users_by_employee').on(t.tenantId, t.employeeKey),
    // Counts and lists those who left without reading everybody; only they have a row in it.
    index('users_terminated').on(t.tenantId).where(sql`state = 'terminated'`),
    index('users_ending').on(t.tenantId, t.endsOn).where(sql`ends_on is not null and state = 'active'`),
  ],
);

/** Old e-mails: searched, never matched (managers excepted). */
export const userAliases = sqliteTable(
  'user_aliases',
  {
    tenantId: integer('tenant_id').notNull(),
    emailKey: text('email_key').notNull(),
    userId: localId('user_id').notNull(),
    since: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.emailKey, t.userId] })],
);
