/**
 * Makes the files that are committed and come out of others: the browser's libraries, the editor of expressions, the SSH
 * client, and what the example Worker shares with Rollcall (it is deployed alone).
 * `node tools/vendor.ts --check` changes nothing and fails when a file is not what it is made of.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { URL } from 'node:url';
import { bundleEditor } from './vendor/editor.ts';
import { bundleSsh2 } from './vendor/ssh2.ts';

const root = new URL('../', import.meta.url);
const copyOf = (path: string) => () => readFile(new URL(path, root), 'utf8');
const SHARED = [
  'wrapper.ts',
  'wrapper-stream.ts',
  'wrappers/northwind/northwind.ts',
  'wrappers/northwind/signed-api.ts',
];

const FILES: Record<string, () => Promise<string>> = {
  ...Object.fromEntries(
    SHARED.map((path) => [`examples/wrapper-worker/src/${path}`, copyOf(`src/sources/custom/${path}`)]),
  ),
  'public/assets/vendor/htmx.min.js': copyOf('node_modules/htmx.org/dist/htmx.min.js'),
  'public/assets/vendor/hx-sse.min.js': copyOf('node_modules/htmx.org/dist/ext/hx-sse.min.js'),
  'public/assets/vendor/expression-editor.js': bundleEditor,
  'src/sources/csv-sftp/vendor/ssh2.mjs': bundleSsh2,
};

const check = process.argv.includes('--check');
const stale: string[] = [];

for (const [name, make] of Object.entries(FILES)) {
  const wanted = await make();
  const file = new URL(name, root);
  const present = await readFile(file, 'utf8').catch(() => null);
  if (present === wanted) continue;
  if (check) {
    stale.push(name);
    continue;
  }
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, wanted);
}
if (stale.length > 0) {
  console.error(`Not what it is made of: ${stale.join(', ')}. Run npm run vendor.`);
  process.exitCode = 1;
}
