import { delimiter, resolve } from 'node:path';

/** The project's own folder. */
export const root = resolve(import.meta.dirname, '..');

/** What every command of a tool runs with: this project's programs first, and nothing that asks, colours or reports. */
export const environment = {
  ...process.env,
  PATH: resolve(root, 'node_modules/.bin') + delimiter + (process.env.PATH ?? ''),
  CI: '1',
  NO_COLOR: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  // Two checkouts on one machine do not find each other's Workers.
  WRANGLER_REGISTRY_PATH: resolve(root, '.wrangler/registry'),
  WRANGLER_LOG_PATH: resolve(root, '.wrangler/logs'),
};
