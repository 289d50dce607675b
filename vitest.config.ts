import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

// One test's data sources are on this machine, which a deployment would refuse.
const bindings = {
  SEAL_KEYS: JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64url') } }),
  BOOTSTRAP_SECRET: 'test-bootstrap-secret',
  ALLOW_PRIVATE_HOSTS: 'yes',
};

const worker = cloudflareTest(async () => ({
  wrangler: { configPath: './wrangler.toml' },
  miniflare: { bindings: { ...bindings, TEST_MIGRATIONS: await readD1Migrations('./migrations') } },
}));

export default defineConfig({
  test: {
    projects: [
      // Pure functions, and the rules of the house.
      { test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], environment: 'node', testTimeout: 20_000 } },
      // workerd with real D1, R2, Queues and Durable Objects.
      {
        plugins: [worker],
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.{ts,tsx}'],
          setupFiles: ['./test/worker/setup.ts'],
          globalSetup: ['./test/worker/feed-server.ts'],
        },
      },
      // The built Worker in a real browser.
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
