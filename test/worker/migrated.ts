import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

/** The tables are there. A module is loaded once a workerd, so this is paid once for all of its files. */
export const migrated = applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
