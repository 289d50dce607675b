import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failing, type Verdict } from './verdict.ts';

// Names that say nothing of what is inside.
const EMPTY_WORDS = /(?:^|[^a-z])(?:util|helper|manager|service|handler)s?(?:[^a-z]|$)/i;

/** A file or folder is named after its noun or verb in product words. */
export function checkNames(files: string[]): Verdict {
  const names = new Set<string>();
  for (const file of files) {
    const parts = file.split('/');
    for (const [index, part] of parts.entries()) {
      const words = part.replaceAll(/([a-z])([A-Z])/g, '$1-$2');
      if (EMPTY_WORDS.test(words)) names.add(parts.slice(0, index + 1).join('/'));
    }
  }
  return failing(
    [...names].map((name) => `${name}: name it after what it does, not util, helper, manager, service or handler`),
  );
}

/** Paths that exist on one machine only: homes, workspaces, and this very checkout. */
const MACHINE_PATH = /(?<![\w.:/~-])(?:\/(?:home|Users|work)\/[a-z][\w.-]*\/|[A-Z]:\\Users\\)/;

const BINARY = /[.](?:png|jpe?g|gif|ico|woff2?|wasm|gz|zip)$/;

/** The project says nothing of the machine that it was written on. */
export function checkPaths(root: string, files: string[]): Verdict {
  const found: string[] = [];
  // The generated types are not in the repository.
  for (const file of files.filter((path) => !BINARY.test(path) && path !== 'worker-configuration.d.ts')) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const match = MACHINE_PATH.exec(line)?.[0] ?? (line.includes(`${root}/`) ? root : null);
      if (match) found.push(`${file}:${index + 1} names a path of one machine: ${match}`);
    }
  }
  return failing(found);
}
