/**
 * Makes the committed files that come out of installed packages: the browser's libraries, the editor of expressions and the
 * SSH client.
 * `node tools/vendor.ts --check` changes nothing and fails when a file is not what is installed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { URL } from 'node:url';
import { bundleEditor } from './vendor/editor.ts';
import { bundleSsh2 } from './vendor/ssh2.ts';

const root = new URL('../', import.meta.url);
const copyOf = (path: string) => () => readFile(new URL(`node_modules/${path}`, root), 'utf8');

const FILES: Record<string, () => Promise<string>> = {
  'public/assets/vendor/htmx.min.js': copyOf('htmx.org/dist/htmx.min.js'),
  'public/assets/vendor/hx-sse.min.js': copyOf('htmx.org/dist/ext/hx-sse.min.js'),
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
  console.error(`Not what is installed: ${stale.join(', ')}. Run npm run vendor.`);
  process.exitCode = 1;
}
