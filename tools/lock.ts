/** `npm run lock`, after `npm install`: adds the packages for other platforms that npm left out, so `npm ci` takes it. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { missingPackages, readLock } from './check/lock.ts';
import { root } from './environment.ts';

const SYSTEMS: Record<string, string> = { windows: 'win32' };
for (const name of ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony']) SYSTEMS[name] = name;
const PROCESSORS: Record<string, string> = { '64': 'x64' };
for (const name of ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x']) PROCESSORS[name] = name;

const file = resolve(root, 'package-lock.json');
const lock = readLock(file);

// No integrity: no registry was asked. npm downloads such a package only on the platform that its name tells.
for (const { name, version, dev } of missingPackages(lock)) {
  const words = (name.split('/').at(-1) ?? '').split('-');
  const os = words.flatMap((word) => SYSTEMS[word] ?? []);
  const cpu = words.flatMap((word) => PROCESSORS[word] ?? []);
  if (os.length === 0 || cpu.length === 0) throw new Error(`What platform is ${name} for?`);
  const libc = /musl/.test(name) ? { libc: ['musl'] } : /-gnu/.test(name) ? { libc: ['glibc'] } : {};
  lock.packages[`node_modules/${name}`] = { version, cpu, ...(dev && { dev }), ...libc, optional: true, os };
}
for (const entry of Object.values(lock.packages)) delete entry.resolved;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
