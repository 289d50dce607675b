import { fileURLToPath, URL } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../../', import.meta.url);

/** The editor of expressions, bundled into one script for the browser. */
export async function bundleEditor(): Promise<string> {
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
