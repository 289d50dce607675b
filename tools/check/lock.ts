import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failWith, type Verdict } from './verdict.ts';

const entrySchema = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), entrySchema) });
export type PackageLock = z.infer<typeof lockSchema>;

export function readLock(file: string): PackageLock {
  const lock: unknown = JSON.parse(readFileSync(file, 'utf8'));
  lockSchema.parse(lock);
  // The parsed copy has its keys in another order, and npm's order keeps the diff of a lock small.
  return lock as PackageLock;
}

export interface MissingPackage {
  name: string;
  version: string;
  dev: boolean;
}

/**
 * Packages for other platforms that the lock does not list. npm leaves out what its registry does not have, and then
 * `npm ci` refuses the lock.
 */
export function missingPackages({ packages }: PackageLock): MissingPackage[] {
  const isThere = (from: string, name: string): boolean => {
    for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
      if (`${folder ? `${folder}/` : ''}node_modules/${name}` in packages) return true;
      if (!folder) return false;
    }
  };
  return Object.entries(packages).flatMap(([from, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^\d/.test(version) && !isThere(from, name))
      .map(([name, version]) => ({ name, version, dev })),
  );
}

/** The lock installs anywhere: it is whole, and names no registry. */
export function checkLock(root: string): Verdict {
  const lock = readLock(join(root, 'package-lock.json'));
  return failWith([
    ...missingPackages(lock).map(
      ({ name, version }) => `package-lock.json misses ${name}@${version}: run npm run lock`,
    ),
    ...Object.entries(lock.packages)
      .filter(([, { resolved }]) => resolved !== undefined)
      .map(([name]) => `package-lock.json names a registry for ${name}: run npm run lock`),
  ]);
}
