import { defineConfig } from 'vitest/config';

/** Pure functions, and the rules of the house. By itself it loads neither wrangler nor workerd: `npm run test:unit`. */
export default defineConfig({
  test: {
    name: 'unit',
    include: ['test/unit/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['./test/fixtures/name-skipped-suites.ts'],
    // Files leave nothing behind: modules are loaded once a process.
    isolate: false,
    testTimeout: 20_000,
  },
});
