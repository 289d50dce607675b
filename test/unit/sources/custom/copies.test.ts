import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../../..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');

// The example Worker is deployed alone, so it has copies of what it shares with Rollcall.
test.each(['wrapper.ts', 'wrapper-stream.ts', 'wrappers/northwind/northwind.ts', 'wrappers/northwind/signed-api.ts'])(
  '%s of the example Worker is the one of Rollcall',
  (file) => expect(read(`examples/wrapper-worker/src/${file}`)).toBe(read(`src/sources/custom/${file}`)),
);
