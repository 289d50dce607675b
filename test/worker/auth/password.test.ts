import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../../../src/auth/password.ts';

describe('passwords', () => {
  test('are salted, and carry the parameters they were hashed with', async () => {
    const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(one).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('correct horse', one)).toBe(true);
    expect(await verifyPassword('correct horsf', one)).toBe(false);
  });

  test('are the same however a keyboard composes a letter', async () => {
    expect(await verifyPassword('cafe\u0301 au lait', await hashPassword('caf\u00e9 au lait'))).toBe(true);
  });

  test('are checked with the parameters that stand with the hash', async () => {
    // node: scryptSync('correct horse', Buffer.alloc(16, 1), 32, { N: 1024, r: 8, p: 1 })
    const stored = 'scrypt$1024$8$1$AQEBAQEBAQEBAQEBAQEBAQ$KEY';
    const key = await import('node:crypto').then(({ scryptSync }) =>
      scryptSync('correct horse', Buffer.alloc(16, 1), 32, { N: 1024, r: 8, p: 1 }).toString('base64url'),
    );
    expect(await verifyPassword('correct horse', stored.replace('KEY', key))).toBe(true);
  });

  test('of an unknown admin are false, after the same work', async () => {
    expect(await verifyPassword('anything', null)).toBe(false);
  });
});
