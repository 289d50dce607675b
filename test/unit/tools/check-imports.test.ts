import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkImports, cruiseImports, type ImportViolation } from '../../../tools/check/imports.ts';

const root = resolve(import.meta.dirname, '../../..');
const offenders = resolve(root, 'test/fixtures/offenders/imports');
const config = resolve(root, '.dependency-cruiser.cjs');
const rules: { forbidden: { name: string }[] } = createRequire(import.meta.url)(config);

/** Which planted file breaks which rule. A rule without a line here fails below. */
const PLANTED: Record<string, string> = {
  'lib-sees-only': 'src/lib/sees-domain.ts',
  'jmespath-sees-only': 'src/jmespath/sees-domain.ts',
  'domain-sees-only': 'src/domain/user/sees-store.ts',
  'domain-shared-sees-only': 'src/domain/shared/sees-user.ts',
  'domain-user-sees-only': 'src/domain/user/sees-mapping.ts',
  'domain-mapping-sees-only': 'src/domain/mapping/sees-sync.ts',
  'store-sees-only': 'src/store/sees-sync.ts',
  'sources-sees-only': 'src/sources/sees-store.ts',
  'sync-sees-only': 'src/sync/sees-app.ts',
  'app-sees-only': 'src/app/sees-api.ts',
  'auth-sees-only': 'src/auth/sees-sync.ts',
  'scim-sees-only': 'src/scim/sees-api.ts',
  'api-sees-only': 'src/api/sees-workday.ts',
  'web-sees-only': 'src/web/sees-api.ts',
  'hono-at-home': 'src/store/has-hono.ts',
  'drizzle-at-home': 'src/api/has-drizzle.ts',
  'jmespath-at-home': 'src/web/has-jmespath.ts',
  'ssh2-at-home': 'src/sync/has-ssh2.ts',
  'known-rooms': 'src/newroom/unknown.ts',
  'doors-only-read': 'src/web/opens-for-writing.ts',
  'sources-are-islands': 'src/sources/http-api/sees-workday.ts',
  'platform-at-home': 'src/store/has-platform.ts',
  'domain-without-platform': 'src/domain/user/has-node.ts',
  'src-stands-alone': 'src/lib/sees-tool.ts',
  'no-cycles': 'src/lib/cycle-a.ts',
  'no-folder-cycles': 'src/app/users',
  resolvable: 'src/lib/lost.ts',
  'packages-declared': 'src/sync/has-dev-package.ts',
};

let found: ImportViolation[] = [];
beforeAll(async () => {
  ({ violations: found } = await cruiseImports(['src'], config, offenders));
}, 30_000);

describe('the check of imports', () => {
  it.each(rules.forbidden.map(({ name }) => name))('catches the offender of the rule %s', (name) => {
    expect(found.filter(({ rule }) => rule === name).map(({ from }) => from)).toContain(PLANTED[name]);
  });

  it('catches a door that reaches into the engine, of which it may only see what reads', () => {
    const engine = { rule: 'web-sees-only', from: 'src/web/sees-engine.ts', to: 'src/sync/start.ts' };
    expect(found).toContainEqual(engine);
  });

  it('fails for offenders', async () => {
    expect((await checkImports(['src'], config, offenders)).failed).toBe(true);
  });

  it('finds nothing else in the offenders: a door may see the registry of data sources', () => {
    const other = ['src/lib/cycle-b.ts', 'src/lib/sees-index.ts', 'src/app/syncs', 'src/web/sees-engine.ts'];
    const planted = new Set([...Object.values(PLANTED), ...other]);
    expect(found.filter(({ from }) => !planted.has(from))).toEqual([]);
  });

  it('reads the real modules: under an unknown TypeScript it would read none and be content', async () => {
    const real = await cruiseImports(['src'], config, root);
    expect(real.modules).toBeGreaterThan(10);
  });

  it('fails when it reads nothing', async () => {
    expect((await checkImports(['src'], config, resolve(offenders, '../nothing'))).text).toContain('0 modules');
  });

  it('runs with a TypeScript that dependency-cruiser knows', () => {
    const { version } = JSON.parse(readFileSync(resolve(root, 'node_modules/typescript/package.json'), 'utf8'));
    expect(version).toMatch(/^6[.]/);
  });
});
