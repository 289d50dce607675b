import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Verdict, warning } from './verdict.ts';

const WALL = 350;

/** The files that may be longer, and why: the one place. */
const MAY_BE_LONG: Record<string, string> = {
  'src/store/schema.ts': 'the whole database in one view; drizzle-kit reads one file',
  'src/sync/coordinator/coordinator.ts':
    'one Durable Object: each method checks and sets the same run in one synchronous block',
  'public/assets/app.css': 'the one stylesheet: tokens, then components, in the order of the page',
};

/** Warns of files that answer more than one question, and of exceptions that nobody needs any more. */
export function checkSize(root: string, files: string[], exceptions = MAY_BE_LONG): Verdict {
  const long = new Map<string, number>();
  for (const file of files.filter((path) => /^(?:src|test|tools|bench|public)\/.*[.](?:tsx?|m?js|css)$/.test(path))) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1;
    if (lines > WALL) long.set(file, lines);
  }
  const found: string[] = [];
  for (const [file, lines] of long) {
    if (!(file in exceptions)) found.push(`${file} has ${lines} lines, more than ${WALL}: two questions in one file?`);
  }
  for (const file of Object.keys(exceptions)) {
    if (!long.has(file)) found.push(`${file} needs no exception in tools/check/size.ts any more`);
  }
  return warning(found);
}
