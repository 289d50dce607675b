import { describe, expect, test } from 'vitest';
import { createSealer, SealError } from '../../../src/store/sources/seal.ts';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64url');
const keys = (current: string, all: Record<string, string>): string => JSON.stringify({ current, keys: all });
const first = createSealer(keys('k1', { k1: key(1) }));
const here = 'tenant 3 / workday';

describe('the sealer', () => {
  test('opens what it sealed, and shows nothing of it', async () => {
    const sealed = await first.seal('p\u00e4ssword', here);
    expect(sealed).toMatch(/^k1\.[\w-]{16}\.[\w-]+$/);
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString()).not.toContain('ssword');
    expect(await first.open(sealed, here)).toBe('p\u00e4ssword');
    expect(await first.seal('p\u00e4ssword', here)).not.toBe(sealed);
    expect(await first.open(await first.seal('', here), here)).toBe('');
  });

  test('opens under an old key while new seals take the current one', async () => {
    const old = await first.seal('secret', here);
    const both = createSealer(keys('k2', { k1: key(1), k2: key(2) }));
    expect(await both.open(old, here)).toBe('secret');
    const fresh = await both.seal('secret', here);
    expect(fresh).toMatch(/^k2\./);
    const onlyNew = createSealer(keys('k2', { k2: key(2) }));
    expect(await onlyNew.open(fresh, here)).toBe('secret');
    await expect(onlyNew.open(old, here)).rejects.toThrow('SEAL_KEYS has no key k1');
  });

  test('does not open what was changed, moved, or sealed with another key of that name', async () => {
    const sealed = await first.seal('secret', here);
    const [id, iv, body] = sealed.split('.');
    const flipped = `${id}.${iv}.${body?.startsWith('A') ? 'B' : 'A'}${body?.slice(1)}`;
    await expect(first.open(flipped, here)).rejects.toThrow(SealError);
    await expect(first.open(sealed, 'tenant 4 / workday')).rejects.toThrow(SealError);
    await expect(createSealer(keys('k1', { k1: key(9) })).open(sealed, here)).rejects.toThrow(SealError);
    await expect(first.open('not sealed', here)).rejects.toThrow('has not the form of one');
  });

  test.each([
    ['not JSON', `{"current":"k1","keys":{"k1":"${key(7)}"`],
    ['a short key', keys('k1', { k1: key(7).slice(2) })],
    ['no current key', keys('k2', { k1: key(7) })],
    ['a name that could be a key', keys(key(7), { [key(7)]: key(7) })],
    ['a name from the prototype', keys('constructor', { k1: key(7) })],
  ])('refuses SEAL_KEYS with %s, without showing it', (_, text) => {
    let message = '';
    try {
      createSealer(text);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('SealError: SEAL_KEYS');
    expect(message).not.toContain(key(7).slice(2, 12));
  });
});
