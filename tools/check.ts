/** `npm run check`: every quick rule of the house at once. Prints what fails, and nothing else. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { passes } from './check/command.ts';
import { filesBelow } from './check/files.ts';
import { checkImports } from './check/imports.ts';
import { checkLock } from './check/lock.ts';
import { checkMigrations } from './check/migrations.ts';
import { checkSize } from './check/size.ts';
import { fine, type Verdict } from './check/verdict.ts';
import { checkNames, checkPaths } from './check/words.ts';
import { root } from './environment.ts';

const files = filesBelow(root);
const TYPES = 'worker-configuration.d.ts';
const WRANGLER_TYPES = ['wrangler', 'types', '--strict-vars=false'];

// The compiler reads the generated types, so they are there before anything else runs.
if (!existsSync(resolve(root, TYPES))) await passes([...WRANGLER_TYPES, TYPES]);

const checks: Record<string, () => Verdict | Promise<Verdict>> = {
  'tsc --noEmit': () => passes(['tsc', '--noEmit']),
  'wrangler types (mend with npm run types)': () => passes([...WRANGLER_TYPES, '--check', TYPES]),
  'biome check . (mend with npm run format)': () => passes(['biome', 'check', '--error-on-warnings', '.']),
  'imports (.dependency-cruiser.cjs)': () => checkImports(['src', 'tools'], '.dependency-cruiser.cjs', root),
  knip: () => passes(['knip', '--no-progress', '--no-config-hints']),
  'vendored files': () => (files.includes('tools/vendor.ts') ? passes(['node', 'tools/vendor.ts', '--check']) : fine),
  'package-lock.json': () => checkLock(root),
  migrations: () => checkMigrations(root, files),
  names: () => checkNames(files),
  'machine paths': () => checkPaths(root, files),
  'file size': () => checkSize(root, files),
};

const verdicts = await Promise.all(
  Object.entries(checks).map(async ([name, check]) => ({ name, verdict: await check() })),
);
for (const { name, verdict } of verdicts) {
  if (verdict.text) console.log(`${verdict.failed ? '✗' : '!'} ${name}\n${verdict.text.replaceAll(/^/gm, '  ')}\n`);
}
process.exitCode = verdicts.some(({ verdict }) => verdict.failed) ? 1 : 0;
