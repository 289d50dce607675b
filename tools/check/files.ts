import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failWith, type Verdict, warnWith } from './verdict.ts';

const SKIPPED = new Set(['node_modules', '.git', '.wrangler', 'dist', 'vendor', 'offenders']);

/** Every file of the project below a folder, as sorted paths with `/`; not what is installed, built or planted. */
export function listFiles(root: string, folder = ''): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) found.push(...listFiles(root, path));
    else if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

/** They say nothing of what is inside. */
const MEANINGLESS_WORDS = /(?:^|[^a-z])(?:util|helper|manager|service|handler)s?(?:[^a-z]|$)/i;

export function checkNames(files: string[]): Verdict {
  const names = new Set<string>();
  for (const file of files) {
    const parts = file.split('/');
    for (const [index, part] of parts.entries()) {
      const words = part.replaceAll(/([a-z])([A-Z])/g, '$1-$2');
      if (MEANINGLESS_WORDS.test(words)) names.add(parts.slice(0, index + 1).join('/'));
    }
  }
  return failWith(
    [...names].map((name) => `${name}: name it after what it does, not util, helper, manager, service or handler`),
  );
}

/** Paths that exist on one machine only: homes, workspaces, and this very checkout. */
const MACHINE_PATH = /(?<![\w.:/~-])(?:\/(?:home|Users|work)\/[a-z][\w.-]*\/|[A-Z]:\\Users\\)/;

const BINARY = /[.](?:png|jpe?g|gif|ico|woff2?|wasm|gz|zip)$/;

/** Refuses paths of the machine that the project was written on. */
export function checkMachinePaths(root: string, files: string[]): Verdict {
  const found: string[] = [];
  // The generated types are not in the repository.
  for (const file of files.filter((path) => !BINARY.test(path) && path !== 'worker-configuration.d.ts')) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const match = MACHINE_PATH.exec(line)?.[0] ?? (line.includes(`${root}/`) ? root : null);
      if (match) found.push(`${file}:${index + 1} names a path of one machine: ${match}`);
    }
  }
  return failWith(found);
}

/** A file of more lines than this is rarely one idea; most have fewer than 200. */
const MAX_LINES = 350;

/** The files that may be longer, and why. */
const SIZE_EXCEPTIONS: Record<string, string> = {
  'public/assets/app.css': 'the one stylesheet: tokens, then components, in the order of the page',
};

/** Warns of files that are too long, and of exceptions that are not needed any more. */
export function checkSize(root: string, files: string[], exceptions = SIZE_EXCEPTIONS): Verdict {
  const long = new Map<string, number>();
  for (const file of files.filter((path) => /^(?:src|test|tools|bench|public)\/.*[.](?:tsx?|m?js|css)$/.test(path))) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1;
    if (lines > MAX_LINES) long.set(file, lines);
  }
  const found: string[] = [];
  for (const [file, lines] of long) {
    if (!(file in exceptions)) found.push(`${file} has ${lines} lines, more than ${MAX_LINES}: is it two ideas?`);
  }
  for (const file of Object.keys(exceptions)) {
    if (!long.has(file)) found.push(`${file} needs no exception in tools/check/files.ts any more`);
  }
  return warnWith(found);
}

/** What loses rows in D1. A migration runs in one transaction, where PRAGMA foreign_keys does nothing. */
const REFUSED = [
  { pattern: /__new_/i, why: 'rebuilds a table; dropping the old one can take rows with it' },
  { pattern: /pragma\s+foreign_keys/i, why: 'has no effect in a D1 migration' },
  { pattern: /on\s+delete\s+cascade/i, why: 'lets a rebuild of the parent delete the children' },
];

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
  return failWith(found);
}

/** A path of the project as prose names it: in backticks, or as the target of a link. */
const NAMED_PATH =
  /`((?:src|test|tools|bench|docs|examples|public|migrations)\/[\w./-]*)`|\]\(([\w./-]+)(?:#[\w-]*)?\)/g;

/** Refuses documents that name a file or folder which is not there (any more). `acme` is what a reader is about to make. */
export function checkDocumentedPaths(root: string, files: string[]): Verdict {
  const found: string[] = [];
  for (const file of files.filter((path) => path.endsWith('.md'))) {
    for (const [, inBackticks, linked] of readFileSync(join(root, file), 'utf8').matchAll(NAMED_PATH)) {
      const beside = join(dirname(file), inBackticks ?? linked ?? '');
      const path = inBackticks ?? beside;
      const isThere = [path, beside].some((name) => existsSync(join(root, name)));
      if (!isThere && !path.includes('acme')) found.push(`${file} names ${path}, which is not there`);
    }
  }
  return failWith(found);
}
