import type { KnipConfig } from 'knip';

export default {
  entry: ['tools/*.ts', 'tools/hr/main.ts', 'bench/main.ts', 'test/**/*.test.{ts,tsx}', 'public/assets/*.js'],
  project: ['src/**/*.{ts,tsx}', 'tools/**/*.ts', 'test/**/*.{ts,tsx}', 'bench/**/*.ts'],
  ignore: ['test/fixtures/**'],
  ignoreDependencies: [
    'dependency-cruiser', // tools/check runs it as a command
    'htmx.org', // tools/vendor.ts copies its files by path
  ],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
