// Every table, for drizzle-kit. The store imports the tables of its nouns.
export * from './audit/tables.ts';
export * from './auth/tables.ts';
export * from './filters/tables.ts';
export * from './mapping/tables.ts';
export * from './notices/tables.ts';
export * from './records/tables.ts';
export * from './sources/tables.ts';
export * from './syncs/tables.ts';
export * from './tenants/tables.ts';
export * from './users/tables.ts';
