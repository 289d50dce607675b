import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** Values for tests only; the key is 32 counting bytes. */
const secrets = {
  SEAL_KEYS: '{"current":"k1","keys":{"k1":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}}',
  BOOTSTRAP_SECRET: 'test-bootstrap-secret',
};

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', environment: 'node', include: ['test/unit/**/*.test.{ts,tsx}'] } },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { ...secrets, TEST_MIGRATIONS: await readD1Migrations('./migrations') } },
          })),
        ],
        test: { name: 'worker', include: ['test/worker/**/*.test.{ts,tsx}'], setupFiles: ['./test/worker/setup.ts'] },
      },
    ],
  },
});
