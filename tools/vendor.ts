/**
 * Copies the browser's libraries out of the installed packages into public/, where they are committed.
 * `node tools/vendor.ts --check` changes nothing and fails when a copy is not the installed one.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { URL } from 'node:url';

const FILES = {
  'htmx.min.js': 'htmx.org/dist/htmx.min.js',
  'hx-sse.min.js': 'htmx.org/dist/ext/hx-sse.min.js',
};

const root = new URL('../', import.meta.url);
const target = new URL('public/assets/vendor/', root);
const check = process.argv.includes('--check');
const stale: string[] = [];

await mkdir(target, { recursive: true });
for (const [name, from] of Object.entries(FILES)) {
  const wanted = await readFile(new URL(`node_modules/${from}`, root), 'utf8');
  const file = new URL(name, target);
  const present = await readFile(file, 'utf8').catch(() => null);
  if (present === wanted) continue;
  if (check) stale.push(name);
  else await writeFile(file, wanted);
}
if (stale.length > 0) {
  console.error(`public/assets/vendor is not what is installed: ${stale.join(', ')}. Run npm run vendor.`);
  process.exitCode = 1;
}
