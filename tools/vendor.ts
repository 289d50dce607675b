/**
 * Fills public/assets/vendor, which is committed: copies the browser's libraries out of the installed packages, and
 * bundles the editor of expressions. `node tools/vendor.ts --check` changes nothing and fails when a file is not what
 * is installed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, URL } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const target = new URL('public/assets/vendor/', root);
const check = process.argv.includes('--check');

const copy = (from: string) => () => readFile(new URL(`node_modules/${from}`, root), 'utf8');

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('tools/editor/main.js', root))],
    absWorkingDir: fileURLToPath(root),
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    // Only ASCII, so that the file means the same whatever charset it is served with.
    charset: 'ascii',
    legalComments: 'none',
  });
  return outputFiles[0]?.text ?? '';
}

const FILES: Record<string, () => Promise<string>> = {
  'htmx.min.js': copy('htmx.org/dist/htmx.min.js'),
  'hx-sse.min.js': copy('htmx.org/dist/ext/hx-sse.min.js'),
  'expression-editor.js': bundle,
};

const stale: string[] = [];
await mkdir(target, { recursive: true });
for (const [name, make] of Object.entries(FILES)) {
  const wanted = await make();
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
