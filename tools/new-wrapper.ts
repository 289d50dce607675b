/** `npm run new-wrapper -- ../acme-wrapper`: a wrapper in a Worker of its own, in a folder of its own, that needs nothing of this one. */
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { root } from './environment.ts';

const EXAMPLE = resolve(root, 'examples/wrapper-worker');
const SHARED = resolve(root, 'src/sources/custom');
/** What the example has in common with Rollcall, below `SHARED`: the interface, the lines between the two, the wrapper. */
const SHARED_FILES = ['wrapper.ts', 'wrapper-stream.ts', 'wrappers/northwind'];
/** How the example reaches them; in the folder that is made they lie beside it. */
const SHARED_IMPORT = "'../../../src/sources/custom/";

/** Copies the example and what it shares with Rollcall. @param folder must not be there yet */
export function createWrapper(folder: string): void {
  if (existsSync(folder)) throw new Error(`${folder} is there already.`);
  mkdirSync(folder, { recursive: true });
  for (const file of ['README.md', 'package.json', 'wrangler.toml', 'src'])
    cpSync(resolve(EXAMPLE, file), resolve(folder, file), { recursive: true });
  for (const file of SHARED_FILES) {
    const to = resolve(folder, 'src', file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(resolve(SHARED, file), to, { recursive: true });
  }
  for (const file of globSync('src/*.ts', { cwd: folder })) {
    const path = resolve(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(SHARED_IMPORT, "'./"));
  }
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error('Say where: npm run new-wrapper -- ../acme-wrapper');
  createWrapper(resolve(folder));
  console.log(`Made ${folder}. Go on there: npm install, npm start.`);
}
