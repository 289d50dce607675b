import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandPasses } from '../../../tools/check/verdict.ts';

const planted = (name: string) => resolve(import.meta.dirname, '../../fixtures/offenders', name);

describe('the tools of the check: ', () => {
  it('biome refuses any, ! and Node modules without their prefix', async () => {
    const { failed, text } = await commandPasses(['biome', 'lint', '.'], { cwd: planted('style') });
    expect(failed).toBe(true);
    for (const rule of ['noExplicitAny', 'noNonNullAssertion', 'useNodejsImportProtocol', 'noUnusedImports']) {
      expect(text).toContain(rule);
    }
  });

  it('tsc refuses an enum and an unchecked index', async () => {
    const { failed, text } = await commandPasses(['tsc', '--noEmit', '-p', planted('types')]);
    expect(failed).toBe(true);
    expect(text).toContain('TS1294');
    expect(text).toContain('TS2322');
  });

  it('knip refuses unused files, exports and packages', async () => {
    const { failed, text } = await commandPasses(['knip', '--no-progress'], { cwd: planted('unused') });
    expect(failed).toBe(true);
    expect(text).toContain('src/alone.ts');
    expect(text).toContain('unused');
    expect(text).toContain('hono');
  });
});
