import type { KnipConfig } from 'knip';

export default {
  // knip does not read `exec node …`; the other tools and the tests it finds by package.json and vitest.config.ts.
  entry: [
    'tools/start.ts',
    'tools/screenshot.ts',
    'public/assets/*.js',
    'tools/editor/main.js',
    'bench/{main,memory,export,feed,worker}.ts',
  ],
  project: ['src/**/*.{ts,tsx}', 'tools/**/*.{ts,js}', 'test/**/*.{ts,tsx}', 'bench/**/*.ts'],
  ignore: ['test/fixtures/**'],
  ignoreDependencies: [
    'dependency-cruiser', // tools/check runs it as a command
    'htmx.org', // tools/vendor.ts copies its files by path
  ],
  ignoreBinaries: ['ssh-keygen'], // of the machine; tests do without it where it is not
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
