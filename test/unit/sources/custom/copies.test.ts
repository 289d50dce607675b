import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { createWrapper } from '../../../../tools/new-wrapper.ts';

const root = resolve(import.meta.dirname, '../../../..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');
const parent = mkdtempSync(resolve(tmpdir(), 'wrapper-'));
const folder = resolve(parent, 'acme-wrapper');
createWrapper(folder);
afterAll(() => rmSync(parent, { recursive: true }));

// A Worker of its own is deployed alone, so it gets copies of what it shares with Rollcall.
test.each(['wrapper.ts', 'wrapper-stream.ts', 'wrappers/northwind/northwind.ts', 'wrappers/northwind/signed-api.ts'])(
  '%s of a new Worker is the one of Rollcall',
  (file) => expect(read(resolve(folder, 'src', file))).toBe(read(`src/sources/custom/${file}`)),
);

test('a new Worker is built of files of its own folder alone', async () => {
  const { metafile } = await build({
    entryPoints: [resolve(folder, 'src/index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    external: ['cloudflare:*'],
    absWorkingDir: folder,
    metafile: true,
  });
  expect(Object.keys(metafile.inputs).filter((file) => file.startsWith('..'))).toEqual([]);
  expect(() => createWrapper(folder)).toThrow('is there already');
});
