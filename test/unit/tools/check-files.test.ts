import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkDocumentedPaths,
  checkMachinePaths,
  checkMigrations,
  checkNames,
  checkSize,
  listFiles,
} from '../../../tools/check/files.ts';
import { checkLock } from '../../../tools/check/lock.ts';

const root = resolve(import.meta.dirname, '../../..');
const planted = (name: string) => resolve(root, 'test/fixtures/offenders', name);

describe('the check of migrations', () => {
  it('refuses what loses rows in D1, line by line', () => {
    const folder = planted('migrations');
    const { failed, text } = checkMigrations(folder, listFiles(folder));
    expect(failed).toBe(true);
    expect(text.split('\n')).toEqual([
      expect.stringContaining('0001_rebuild.sql:1 "PRAGMA foreign_keys"'),
      expect.stringContaining('0001_rebuild.sql:2 "__new_"'),
      expect.stringContaining('0001_rebuild.sql:3 "ON DELETE CASCADE"'),
    ]);
  });
});

describe('the check of names', () => {
  it('refuses names that say nothing', () => {
    const { failed, text } = checkNames(listFiles(planted('names')));
    expect(failed).toBe(true);
    expect(text.split('\n').map((line) => line.split(':')[0])).toEqual([
      'src/TenantManager.ts',
      'src/error-handler',
      'src/utils.ts',
    ]);
  });
});

describe('the check of machine paths', () => {
  it('refuses a home folder, and lets URLs be', () => {
    const folder = planted('paths');
    const { failed, text } = checkMachinePaths(folder, listFiles(folder));
    expect(failed).toBe(true);
    expect(text).toBe(`offender.ts:1 names a path of one machine: ${['', 'home', 'someone', ''].join('/')}`);
  });
});

describe('the check of documents', () => {
  it('refuses paths and links that lead nowhere', () => {
    const folder = planted('documents');
    const { failed, text } = checkDocumentedPaths(folder, listFiles(folder));
    expect(failed).toBe(true);
    expect(text.split('\n')).toEqual([
      'README.md names tools/, which is not there',
      'docs/lost.md names src/gone/away.ts, which is not there',
    ]);
  });
});

describe('the check of file sizes', () => {
  it('warns above 350 lines', () => {
    const folder = planted('size');
    expect(checkSize(folder, listFiles(folder), {}).text).toBe(
      'src/long.ts has 351 lines, more than 350: is it two ideas?',
    );
  });

  it('lets an exception be, and says when it is not needed', () => {
    const folder = planted('size');
    const exceptions = { 'src/long.ts': 'because', 'src/wall.ts': 'because' };
    expect(checkSize(folder, listFiles(folder), exceptions).text).toContain('src/wall.ts needs no exception');
  });
});

describe('the check of the lock file', () => {
  it('refuses what npm ci would refuse, and what names a registry', () => {
    const { failed, text } = checkLock(planted('lock'));
    expect(failed).toBe(true);
    expect(text.split('\n')).toEqual([
      'package-lock.json misses @some/tool-darwin-arm64@1.0.0: run npm run lock',
      'package-lock.json names a registry for node_modules/far: run npm run lock',
    ]);
  });
});

describe('the files that the rules read', () => {
  it('are the project, not its offenders', () => {
    const files = listFiles(root);
    expect(files).toContain('src/index.ts');
    expect(files).toContain('migrations/0000_initial.sql');
    expect(files.filter((path) => path.includes('offenders') || path.includes('node_modules'))).toEqual([]);
  });
});
