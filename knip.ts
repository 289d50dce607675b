import type { KnipConfig } from 'knip';

export default {
  // Tools and tests are found by package.json and vitest.config.ts.
  entry: ['public/assets/*.js'],
  project: ['src/**/*.{ts,tsx}', 'tools/**/*.ts', 'test/**/*.{ts,tsx}', 'bench/**/*.ts'],
  ignore: ['test/fixtures/**'],
  ignoreDependencies: [
    'dependency-cruiser', // tools/check runs it as a command
    'htmx.org', // tools/vendor.ts copies its files by path
  ],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
