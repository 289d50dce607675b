CREATE TABLE `admins` (
	`id` integer PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `admins_by_email` ON `admins` (`tenant_id`,`email`);
CREATE TABLE `api_tokens` (
	`id` integer PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);

CREATE UNIQUE INDEX `api_tokens_hash_unique` ON `api_tokens` (`hash`);
CREATE TABLE `attribute_definitions` (
	`tenant_id` integer NOT NULL,
	`key` text NOT NULL,
	`type` text NOT NULL,
	`export` integer DEFAULT true NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `key`)
) WITHOUT ROWID;

CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`detail` text DEFAULT '{}' NOT NULL
);

CREATE INDEX `audit_log_by_tenant` ON `audit_log` (`tenant_id`,`id`);
CREATE TABLE `bootstrap_uses` (
	`secret_hash` text PRIMARY KEY NOT NULL,
	`used_at` integer NOT NULL
);

CREATE TABLE `data_sources` (
	`tenant_id` integer NOT NULL,
	`kind` text NOT NULL,
	`enabled` integer DEFAULT false NOT NULL,
	`settings` text NOT NULL,
	`sealed` text,
	`first_applied_at` integer,
	`changed_at` integer NOT NULL,
	`reviewed_at` integer,
	PRIMARY KEY(`tenant_id`, `kind`)
) WITHOUT ROWID;

CREATE TABLE `mappings` (
	`tenant_id` integer NOT NULL,
	`source` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`note` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `source`, `version`)
) WITHOUT ROWID;

CREATE TABLE `record_buckets` (
	`bucket` integer NOT NULL,
	`sync_id` integer NOT NULL,
	`pack` text NOT NULL,
	PRIMARY KEY(`bucket`, `sync_id`)
) WITHOUT ROWID;

CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`admin_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);

CREATE TABLE `step_markers` (
	`sync_id` integer NOT NULL,
	`step` text NOT NULL,
	`part` integer NOT NULL,
	`first_ordinal` integer NOT NULL,
	`records` integer NOT NULL,
	`counts` text DEFAULT '{}' NOT NULL,
	`pack` text,
	PRIMARY KEY(`sync_id`, `step`, `part`)
) WITHOUT ROWID;

CREATE TABLE `syncs` (
	`id` integer PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`trigger` text NOT NULL,
	`scope` text NOT NULL,
	`persisted` integer NOT NULL,
	`state` text NOT NULL,
	`phase` text,
	`source` text NOT NULL,
	`mapping_version` integer NOT NULL,
	`today` text NOT NULL,
	`pinned` text NOT NULL,
	`fetch_started_at` integer,
	`attempt` integer DEFAULT 1 NOT NULL,
	`records` integer DEFAULT 0 NOT NULL,
	`bytes` integer DEFAULT 0 NOT NULL,
	`complete` integer DEFAULT false NOT NULL,
	`counts` text DEFAULT '{}' NOT NULL,
	`ended` integer DEFAULT 0 NOT NULL,
	`unidentified` integer DEFAULT 0 NOT NULL,
	`reason` text,
	`reason_code` text,
	`guards` text DEFAULT '[]' NOT NULL,
	`plan_of` integer,
	`retry_of` integer,
	`person_key` text,
	`user_id` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	`approved_at` integer,
	`applied_at` integer,
	`cost` text DEFAULT '{}' NOT NULL,
	`exchanges` text DEFAULT '[]' NOT NULL
);

CREATE TABLE `tenants` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`shard` text DEFAULT 'DB' NOT NULL,
	`time_zone` text DEFAULT 'UTC' NOT NULL,
	`interval_hours` integer DEFAULT 24,
	`settings` text DEFAULT '{}' NOT NULL,
	`last_slot` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `tenants_slug_unique` ON `tenants` (`slug`);
CREATE TABLE `user_aliases` (
	`tenant_id` integer NOT NULL,
	`email_key` text NOT NULL,
	`user_id` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `email_key`, `user_id`)
) WITHOUT ROWID;

CREATE TABLE `user_records` (
	`sync_id` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`user_id` integer,
	`outcome` text NOT NULL,
	`reason` text,
	`label` text,
	`employee_key` text,
	`email_key` text,
	`email_holder` integer,
	`handover` integer,
	`chunk` integer,
	`offset` integer,
	`length` integer,
	`payload` text,
	`changes` text,
	`errors` text,
	`next` text,
	`base_version` integer,
	PRIMARY KEY(`sync_id`, `ordinal`)
) WITHOUT ROWID;

CREATE TABLE `users` (
	`id` integer PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`employee_id` text,
	`employee_key` text,
	`email_key` text NOT NULL,
	`attributes` text NOT NULL,
	`role` text DEFAULT 'regular' NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`override` text,
	`override_seen` text,
	`protected` integer DEFAULT false NOT NULL,
	`owner_source` text,
	`fingerprint` text,
	`version` integer DEFAULT 1 NOT NULL,
	`last_sync_id` integer,
	`changed_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`terminated_at` integer,
	`ends_on` text
);

CREATE UNIQUE INDEX `users_by_email` ON `users` (`tenant_id`,`email_key`);
CREATE UNIQUE INDEX `users_by_employee` ON `users` (`tenant_id`,`employee_key`);
CREATE INDEX `users_ending` ON `users` (`tenant_id`,`ends_on`) WHERE ends_on is not null and state = 'active';