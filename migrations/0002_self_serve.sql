CREATE TABLE `mapping_cases` (
	`id` integer PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`source` text NOT NULL,
	`label` text NOT NULL,
	`payload` text NOT NULL,
	`expected` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE INDEX `mapping_cases_by_source` ON `mapping_cases` (`tenant_id`,`source`);
CREATE TABLE `mapping_drafts` (
	`sync_id` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);

CREATE TABLE `notices` (
	`id` integer PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`message` text NOT NULL,
	`created_at` integer NOT NULL,
	`dismissed_at` integer,
	`dismissed_by` text
);

CREATE UNIQUE INDEX `notices_by_subject` ON `notices` (`tenant_id`,`kind`,`subject`);
CREATE TABLE `saved_filters` (
	`id` integer PRIMARY KEY NOT NULL,
	`tenant_id` integer NOT NULL,
	`list` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `saved_filters_by_name` ON `saved_filters` (`tenant_id`,`list`,`name`);
CREATE TABLE `value_tables` (
	`tenant_id` integer NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`entries` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `name`, `version`)
) WITHOUT ROWID;

ALTER TABLE `data_sources` ADD `memory` text;
ALTER TABLE `syncs` ADD `snapshot_of` integer;
ALTER TABLE `syncs` ADD `feed` text;
ALTER TABLE `users` ADD `legal_hold` integer DEFAULT false NOT NULL;
ALTER TABLE `users` ADD `anonymised_at` integer;