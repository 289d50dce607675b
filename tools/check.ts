/** `npm run check`: every rule that needs no test, at once. Prints what fails, and nothing else. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  checkDocumentedPaths,
  checkMachinePaths,
  checkMigrations,
  checkNames,
  checkSize,
  listFiles,
} from './check/files.ts';
import { checkImports } from './check/imports.ts';
import { checkLock } from './check/lock.ts';
import { commandPasses, PASSED, type Verdict } from './check/verdict.ts';
import { root } from './environment.ts';

const files = listFiles(root);
const TYPES = 'worker-configuration.d.ts';
const WRANGLER_TYPES = ['wrangler', 'types', '--strict-vars=false'];

// The compiler reads the generated types, so they are there before anything else runs.
if (!existsSync(resolve(root, TYPES))) await commandPasses([...WRANGLER_TYPES, TYPES]);

const checks: Record<string, () => Verdict | Promise<Verdict>> = {
  'tsc --noEmit': () => commandPasses(['tsc', '--noEmit']),
  'wrangler types (mend with npm run types)': () => commandPasses([...WRANGLER_TYPES, '--check', TYPES]),
  'biome check . (mend with npm run format)': () => commandPasses(['biome', 'check', '--error-on-warnings', '.']),
  'imports (.dependency-cruiser.cjs)': () => checkImports(['src', 'tools'], '.dependency-cruiser.cjs', root),
  knip: () => commandPasses(['knip', '--no-progress', '--no-config-hints']),
  'vendored files': () =>
    files.includes('tools/vendor.ts') ? commandPasses(['node', 'tools/vendor.ts', '--check']) : PASSED,
  'package-lock.json': () => checkLock(root),
  migrations: () => checkMigrations(root, files),
  names: () => checkNames(files),
  'machine paths': () => checkMachinePaths(root, files),
  'paths in documents': () => checkDocumentedPaths(root, files),
  'file size': () => checkSize(root, files),
};

const verdicts = await Promise.all(
  Object.entries(checks).map(async ([name, check]) => ({ name, verdict: await check() })),
);
for (const { name, verdict } of verdicts) {
  if (verdict.text) console.log(`${verdict.failed ? '✗' : '!'} ${name}\n${verdict.text.replaceAll(/^/gm, '  ')}\n`);
}
process.exitCode = verdicts.some(({ verdict }) => verdict.failed) ? 1 : 0;
