import { availableParallelism } from 'node:os';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { suiteFiles } from './test/fixtures/optional-suites.ts';
import { wrapperWorkers } from './test/fixtures/wrapper-workers.ts';
import unit from './vitest.unit.config.ts';

// One test's data sources are on this machine, which a deployment would refuse.
const bindings = {
  SEAL_KEYS: JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64url') } }),
  BOOTSTRAP_SECRET: 'test-bootstrap-secret',
  ALLOW_PRIVATE_HOSTS: 'yes',
};

// In workerd there is no disk: what tests need of it comes along. Null where the public suite is absent.
const jsonSuite = () =>
  suiteFiles('JSONTestSuite/test_parsing')?.map(({ name, bytes }) => ({
    name,
    base64: Buffer.from(bytes).toString('base64'),
  })) ?? null;

const worker = cloudflareTest(async () => ({
  wrangler: { configPath: './wrangler.toml' },
  miniflare: {
    ...(await wrapperWorkers()),
    bindings: {
      ...bindings,
      TEST_MIGRATIONS: await readD1Migrations('./migrations'),
      TEST_JSON_SUITE: JSON.stringify(jsonSuite()),
    },
  },
}));

export default defineConfig({
  test: {
    // A worker waits for its queues as often as it computes, so each core has one. More than four start longer than they run.
    maxWorkers: Math.min(4, availableParallelism()),
    projects: [
      unit,
      // workerd with real D1, R2, Queues and Durable Objects.
      {
        plugins: [worker],
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.{ts,tsx}'],
          setupFiles: ['./test/worker/setup.ts'],
          globalSetup: ['./test/worker/feed-server.ts', './test/worker/sftp-server.ts'],
          // A workerd, its modules and its tables are made once and not for each file: every test has a tenant of its own.
          isolate: false,
          // Time enough for a slow machine: whole syncs run in these.
          testTimeout: 20_000,
        },
      },
      // The built Worker in a real browser.
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['./test/e2e/unpack-browser.ts'],
          // Wrangler takes a while to load, and no file leaves anything behind: it is loaded once.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
