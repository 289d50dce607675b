import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmail, toEmail } from '../../../../../src/domain/mapping/coerce/addresses.ts';

const accepted = (value: unknown): unknown => {
  const email = toEmail(value);
  return email.ok ? email.value : email.fault.code;
};

describe('an e-mail address', () => {
  it.each([
    'ann@example.com',
    "Ann.O'Hara+hr@Example.co.uk",
    'jørgen@bücher.example',
    '用户@例子.广告',
    'a@b.co',
    'a_b-c@sub.sub.example.com',
    `${'a'.repeat(64)}@example.com`,
    'a@xn--bcher-kva.example',
  ])('may be %s', (address) => {
    expect(accepted(address)).toBe(address);
  });

  it('is trimmed, its case kept', () => {
    expect(accepted('  Ann@Example.com\n')).toBe('Ann@Example.com');
  });

  it.each([
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'ann@@example.com',
    'a@b@example.com',
    'ann smith@example.com',
    'ann@exam ple.com',
    'Ann <ann@example.com>',
    'ann@example.com, bob@example.com',
    'ann@example.com;',
    'ann@.com',
    'ann@example.',
    'ann@example..com',
    'ann@-example.com',
    'ann@example-.com',
    '.ann@example.com',
    'ann.@example.com',
    'ann\u0000@example.com',
    'ann\u200b@example.com',
    'ann@example.com\u200b',
    '\ud800@example.com',
    'ann@127.0.0.1',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(130)}com`,
    'mailto:ann@example.com',
    42,
    true,
    ['ann@example.com'],
    {},
  ])('is not %j', (value) => {
    expect(accepted(value)).toBe('invalid_email');
  });

  it('is null when there is none', () => {
    expect([null, undefined, '', ' '].map(accepted)).toEqual([null, null, null, null]);
  });

  it('is accepted in every usual form, and never with white space or a second @', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(isEmail(address)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isEmail(text)) expect(text).toMatch(/^[^\s@]+@[^\s@]+\.[^\s@]+$/);
      }),
    );
  });
});
