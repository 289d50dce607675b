import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/*
 * Row IDs of users and syncs are `tenant number × 2^30 + counter`: a tenant's rows lie together in the table, need no
 * index of their own, and outside the store only the counter is seen, so an ID can never name another tenant's row.
 * Every index costs a written row per user, so there is none that a page does not need. No ON DELETE CASCADE in D1.
 */

export const tenants = sqliteTable('tenants', {
  id: integer().primaryKey(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  /** Which D1 binding holds this tenant's rows. */
  shard: text().notNull().default('DB'),
  timeZone: text('time_zone').notNull().default('UTC'),
  /** Null: the schedule is off. */
  intervalHours: integer('interval_hours').default(24),
  /** Guards and delays, see domain/sync/settings.ts. */
  settings: text({ mode: 'json' }).notNull().default({}),
  /** The schedule slot (hours since the epoch) last acted on, so that a cron tick that comes twice starts one sync. */
  lastSlot: integer('last_slot').notNull().default(0),
  createdAt: integer('created_at').notNull(),
});

export const bootstrapUses = sqliteTable('bootstrap_uses', {
  secretHash: text('secret_hash').primaryKey(),
  usedAt: integer('used_at').notNull(),
});

export const admins = sqliteTable(
  'admins',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    email: text().notNull(),
    passwordHash: text('password_hash').notNull(),
    role: text({ enum: ['admin', 'viewer'] }).notNull(),
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
  hash: text().notNull().unique(),
  role: text({ enum: ['admin', 'viewer'] }).notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
});

export const auditLog = sqliteTable(
  'audit_log',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    detail: text({ mode: 'json' }).notNull().default({}),
  },
  (t) => [index('audit_log_by_tenant').on(t.tenantId, t.id)],
);

export const dataSources = sqliteTable(
  'data_sources',
  {
    tenantId: integer('tenant_id').notNull(),
    kind: text().notNull(),
    enabled: integer({ mode: 'boolean' }).notNull().default(false),
    settings: text({ mode: 'json' }).notNull(),
    /** Sealed with a Worker secret; see store/seal.ts. Null when the source needs no secret. */
    sealed: text(),
    /** Set once an admin has applied a full sync of this source: before that the schedule writes nothing. */
    firstAppliedAt: integer('first_applied_at'),
    /** Settings or mapping changed at; the schedule writes again only after a dry run begun later was looked at. */
    changedAt: integer('changed_at').notNull(),
    reviewedAt: integer('reviewed_at'),
    /** What the source keeps from one sync to the next, such as the hash of the last file; JSON of its own. */
    memory: text({ mode: 'json' }),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind] })],
);

/** Immutable versions; the newest of a source is in force. */
export const mappings = sqliteTable(
  'mappings',
  {
    tenantId: integer('tenant_id').notNull(),
    source: text().notNull(),
    version: integer().notNull(),
    body: text({ mode: 'json' }).notNull(),
    note: text(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.source, t.version] })],
);

/** Unsaved mappings under preview, each bound to its sync. */
export const mappingDrafts = sqliteTable('mapping_drafts', {
  syncId: integer('sync_id').primaryKey(),
  body: text({ mode: 'json' }).notNull(),
});

/** Value tables that `lookup()` reads: immutable versions, the newest of a name is in force; no entries: removed. */
export const valueTables = sqliteTable(
  'value_tables',
  {
    tenantId: integer('tenant_id').notNull(),
    name: text().notNull(),
    version: integer().notNull(),
    /** Value received → value meant; null when an admin removed the table. */
    entries: text({ mode: 'json' }),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.name, t.version] })],
);

/** People pinned as regression cases of a mapping: a payload, and what it must become. */
export const mappingCases = sqliteTable(
  'mapping_cases',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    source: text().notNull(),
    label: text().notNull(),
    payload: text().notNull(),
    /** What the mapping in force made of it when it was pinned, or last accepted. */
    expected: text({ mode: 'json' }).notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('mapping_cases_by_source').on(t.tenantId, t.source)],
);

/** Filters saved by name; those of users are segments. */
export const savedFilters = sqliteTable(
  'saved_filters',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    /** The list that it filters: users, syncs or records. */
    list: text().notNull(),
    name: text().notNull(),
    /** As in the URL, without the question mark. */
    query: text().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('saved_filters_by_name').on(t.tenantId, t.list, t.name)],
);

/** What admins are told once, until one of them puts it away. */
export const notices = sqliteTable(
  'notices',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    kind: text().notNull(),
    /** What it is about; the same kind and subject is told once. */
    subject: text().notNull(),
    message: text().notNull(),
    createdAt: integer('created_at').notNull(),
    dismissedAt: integer('dismissed_at'),
    dismissedBy: text('dismissed_by'),
  },
  (t) => [uniqueIndex('notices_by_subject').on(t.tenantId, t.kind, t.subject)],
);

/** Which custom attributes exist belongs to the tenant, not to a mapping. */
export const attributeDefinitions = sqliteTable(
  'attribute_definitions',
  {
    tenantId: integer('tenant_id').notNull(),
    key: text().notNull(),
    type: text({ enum: ['text', 'number', 'boolean', 'date', 'list'] }).notNull(),
    export: integer({ mode: 'boolean' }).notNull().default(true),
    position: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.key] })],
);

export const users = sqliteTable(
  'users',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    employeeId: text('employee_id'),
    /** Employee ID trimmed, lower case, without leading zeros: finds a known ID whose format changed. */
    employeeKey: text('employee_key'),
    /** E-mail trimmed and lower case; as given it is in the attributes. */
    emailKey: text('email_key').notNull(),
    /** Only attributes that have a value; includes full_name, email and employee_id. */
    attributes: text({ mode: 'json' }).notNull(),
    role: text({ enum: ['regular', 'restricted'] })
      .notNull()
      .default('regular'),
    state: text({ enum: ['active', 'terminated'] })
      .notNull()
      .default('active'),
    /** An admin's hand: `terminated` or `restored`, until the data source's own state (overrideSeen) changes. */
    override: text({ enum: ['terminated', 'restored'] }),
    overrideSeen: text('override_seen', { enum: ['active', 'gone'] }),
    protected: integer({ mode: 'boolean' }).notNull().default(false),
    ownerSource: text('owner_source'),
    /** Hash of the mapped values last written; equal means nothing changed, different means look closer. */
    fingerprint: text(),
    version: integer().notNull().default(1),
    lastSyncId: integer('last_sync_id'),
    changedAt: integer('changed_at').notNull(),
    createdAt: integer('created_at').notNull(),
    terminatedAt: integer('terminated_at'),
    /** Personal data stays, whatever the deprovisioning delay says. */
    legalHold: integer('legal_hold', { mode: 'boolean' }).notNull().default(false),
    /** Personal data was removed; the row, its ID and counts stay. */
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
    userId: integer('user_id').notNull(),
    since: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.emailKey, t.userId] })],
);

export const syncs = sqliteTable('syncs', {
  id: integer().primaryKey(),
  tenantId: integer('tenant_id').notNull(),
  trigger: text().notNull(),
  scope: text().notNull(),
  /** The admin asked for received data to update users. */
  persisted: integer({ mode: 'boolean' }).notNull(),
  state: text().notNull(),
  phase: text(),
  source: text().notNull(),
  mappingVersion: integer('mapping_version').notNull(),
  /** Pinned when the sync starts: the date in the tenant's time zone, and the settings of guards. */
  today: text().notNull(),
  pinned: text({ mode: 'json' }).notNull(),
  fetchStartedAt: integer('fetch_started_at'),
  attempt: integer().notNull().default(1),
  /** The snapshot: its size, and whether the feed ended cleanly. */
  records: integer().notNull().default(0),
  bytes: integer().notNull().default(0),
  complete: integer({ mode: 'boolean' }).notNull().default(false),
  /** Counts by outcome as JSON, fixed at the end. */
  counts: text({ mode: 'json' }).notNull().default({}),
  /** Terminations applied, for the rolling count of the guard. */
  ended: integer().notNull().default(0),
  /** Records without a usable key. */
  unidentified: integer().notNull().default(0),
  reason: text(),
  reasonCode: text('reason_code'),
  guards: text({ mode: 'json' }).notNull().default([]),
  /** The sync whose plan this one applies. */
  planOf: integer('plan_of'),
  /** The sync whose stored snapshot this one reads, instead of its data source: a preview. */
  snapshotOf: integer('snapshot_of'),
  /** What the data source said of its feed, such as name, age and hash of a file; JSON. */
  feed: text({ mode: 'json' }),
  /** The one that started itself after this one's fetch died, or the one this retries. */
  retryOf: integer('retry_of'),
  /** Whom a single-user sync is about. */
  personKey: text('person_key', { mode: 'json' }),
  userId: integer('user_id'),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  finishedAt: integer('finished_at'),
  approvedAt: integer('approved_at'),
  appliedAt: integer('applied_at'),
  /** Rows written, D1 calls, R2 operations and messages that this sync cost. */
  cost: text({ mode: 'json' }).notNull().default({}),
  exchanges: text({ mode: 'json' }).notNull().default([]),
});

/**
 * What a sync did, or would do, with one person — one row each, but for plain *unchanged*, which lives packed in
 * step_markers.pack. WITHOUT ROWID (by hand in the migration): one written row a record.
 */
export const userRecords = sqliteTable(
  'user_records',
  {
    syncId: integer('sync_id').notNull(),
    /** Position in the snapshot; absent users come after the last. */
    ordinal: integer().notNull(),
    /** The user matched, or the ID put aside for the one to create. */
    userId: integer('user_id'),
    outcome: text().notNull(),
    reason: text(),
    /** The payload's own name and e-mail, for when nobody matched. */
    label: text(),
    /** Keys that the user will take when this record is applied; null when they stay. */
    employeeKey: text('employee_key'),
    emailKey: text('email_key'),
    /** Who holds that e-mail when the plan was made, if another user does. */
    emailHolder: integer('email_holder'),
    /** People whose e-mails move among each other; applied in one transaction. */
    handover: integer(),
    chunk: integer(),
    offset: integer(),
    length: integer(),
    /** A single-user sync keeps its payload here. */
    payload: text(),
    changes: text(),
    errors: text(),
    /** All that users will hold after apply, see domain/sync/plan.ts. */
    next: text(),
    baseVersion: integer('base_version'),
  },
  (t) => [primaryKey({ columns: [t.syncId, t.ordinal] })],
);

/** A step of a sync that is done: its primary key makes a second delivery harmless. */
export const stepMarkers = sqliteTable(
  'step_markers',
  {
    syncId: integer('sync_id').notNull(),
    step: text().notNull(),
    part: integer().notNull(),
    firstOrdinal: integer('first_ordinal').notNull(),
    records: integer().notNull(),
    /** Counts by outcome, by error and by changed attribute. */
    counts: text({ mode: 'json' }).notNull().default({}),
    /** Every record of the chunk in few bytes, see domain/sync/pack.ts. */
    pack: text(),
  },
  (t) => [primaryKey({ columns: [t.syncId, t.step, t.part] })],
);

/** Where a user's records are: per 2,048 users and sync one packed row of user and ordinal. */
export const recordBuckets = sqliteTable(
  'record_buckets',
  {
    bucket: integer().notNull(),
    syncId: integer('sync_id').notNull(),
    pack: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.bucket, t.syncId] })],
);
