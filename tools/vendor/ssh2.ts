import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { root } from '../environment.ts';

/**
 * What of ssh2 neither loads in workerd nor is needed there: native add-ons, WebAssembly that is compiled at run time
 * (for a cipher that workerd does not have), and agents on the machine.
 */
const ABSENT: Record<string, string> = {
  'cpu-features': `module.exports = () => { throw new Error('absent'); };`,
  './crypto/build/Release/sshcrypto.node': `throw new Error('absent');`,
  './crypto/poly1305.js': `module.exports = async () => ({ _malloc: () => 0, cwrap: () => () => { throw new Error('absent'); } });`,
  './agent.js': `class C {}; module.exports = { AgentContext: C, createAgent() { throw new Error('absent'); }, isAgent: () => false };`,
};

const ENTRY = `
import Client from 'ssh2/lib/client.js';
import { parseKey } from 'ssh2/lib/protocol/keyParser.js';
export { Client, parseKey };
`;

/** Node's own modules are imported, not required, and what is absent is replaced. */
const forWorkerd: Plugin = {
  name: 'for-workerd',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /.*/ }, ({ path, importer, namespace }) => {
      if (path in ABSENT && importer.includes('/ssh2/lib/')) return { path, namespace: 'absent' };
      const name = path.replace(/^node:/, '');
      if (!builtinModules.includes(name)) return undefined;
      return namespace === 'node' ? { path: `node:${name}`, external: true } : { path: name, namespace: 'node' };
    });
    onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({ contents: ABSENT[path] ?? '', loader: 'js' }));
    onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({
      contents: `import module_ from 'node:${path}'; module.exports = module_;`,
      loader: 'js',
    }));
  },
};

/** @returns the client of the installed ssh2 as one file that loads in workerd, under wrangler and under vitest. */
export async function bundleSsh2(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: root },
    absWorkingDir: resolve(root),
    bundle: true,
    format: 'esm',
    target: 'es2024',
    minify: true,
    legalComments: 'eof',
    define: { __dirname: '"/"' },
    plugins: [forWorkerd],
    write: false,
  });
  // A slip of ssh2, which wrangler would warn of at every build.
  return (outputFiles[0]?.text ?? '').replace(/if\(!([\w$]+) instanceof Array\)/g, 'if(!($1 instanceof Array))');
}
