import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failing, type Verdict } from './verdict.ts';

/** What loses rows in D1, and why: a migration runs in one transaction, where PRAGMA foreign_keys does nothing. */
const REFUSED = [
  { pattern: /__new_/i, why: 'rebuilds a table; dropping the old one can take rows with it' },
  { pattern: /pragma\s+foreign_keys/i, why: 'has no effect in a D1 migration' },
  { pattern: /on\s+delete\s+cascade/i, why: 'lets a rebuild of the parent delete the children' },
];

/** Refuses migrations that can lose data. */
export function checkMigrations(root: string, files: string[]): Verdict {
  const found: string[] = [];
  for (const file of files.filter((path) => /^migrations\/.*[.]sql$/.test(path))) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      for (const { pattern, why } of REFUSED) {
        const match = pattern.exec(line);
        if (match) found.push(`${file}:${index + 1} "${match[0]}": ${why}`);
      }
    }
  }
  return failing(found);
}
