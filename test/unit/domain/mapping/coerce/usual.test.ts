import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmail, toUrl } from '../../../../../src/domain/mapping/coerce/addresses.ts';
import { toDate } from '../../../../../src/domain/mapping/coerce/date.ts';

// What nearly every record has is read by a shorter road: it must never accept what the long one refuses.
describe('the fast path of coercion', () => {
  it('agrees with the full parser about dates', () => {
    const unit = fc.constantFrom(...'0123456789'.split(''), '-', '+', ':', 'Z', ' ', 'x');
    const tail = fc.oneof(
      fc.constant(''),
      fc.constantFrom('-08:00', '+14:30', '-8:000', '+08-00', '-0a:00', '-08:0', '-08:000'),
    );
    const near = fc
      .tuple(fc.nat(9999), fc.nat(19), fc.nat(39), tail)
      .map(
        ([y, m, d, end]) => [y, m, d].map((part, at) => String(part).padStart(at === 0 ? 4 : 2, '0')).join('-') + end,
      );
    const mutated = fc
      .tuple(near, fc.nat(15), unit)
      .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(near, mutated), (text) => {
        // With slashes it is the same date, which only the patterns read.
        const isDashed = text[4] === '-' && text[7] === '-';
        expect(toDate(text)).toEqual(
          toDate(isDashed ? `${text.slice(0, 4)}/${text.slice(5, 7)}/${text.slice(8)}` : text),
        );
        if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[+-][0-9]{2}:[0-9]{2})?$/.test(text)) return;
        const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
        const isReal =
          !text.startsWith('0000') && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text.slice(0, 10));
        const date = toDate(text);
        expect(date.ok ? date.value : 'fault').toBe(isReal ? text.slice(0, 10) : 'fault');
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with the full parser about e-mail addresses', () => {
    const unit = fc.constantFrom(...'ab7Z@@..-_+% ,é'.split(''));
    const isByRules = (text: string): boolean => {
      const [local = '', domain = '', ...more] = text.split('@');
      const labels = domain.split('.');
      const isLabel = (label: string) => /^[a-zé0-9](?:[a-zé0-9-]*[a-zé0-9])?$/i.test(label);
      return (
        more.length === 0 &&
        /^[^ ,]+$/.test(local) &&
        !/^\.|\.$/.test(local) &&
        labels.length > 1 &&
        labels.every(isLabel) &&
        !/^[0-9]+$/.test(labels.at(-1) ?? '')
      );
    };
    const near = fc
      .tuple(fc.string({ unit, maxLength: 6 }), fc.string({ unit, maxLength: 6 }), fc.string({ unit, maxLength: 4 }))
      .map(([local, host, last]) => `${local}@${host}.${last}`);
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit })), (text) => {
        expect(isEmail(text)).toBe(isByRules(text));
      }),
      { numRuns: 5000 },
    );
    expect(['a@b.77', 'a@7.77', 'a@b.7b'].map(isEmail)).toEqual([false, false, true]);
    // The bounds, where the short road ends.
    expect([62, 63, 64].map((length) => isEmail(`a@${'b'.repeat(length)}.co`))).toEqual([true, true, false]);
    expect([59, 60, 64, 65].map((length) => isEmail(`${'a'.repeat(length)}@b.co`))).toEqual([true, true, true, false]);
  });

  it('takes only web addresses that a URL parser takes', () => {
    const unit = fc.constantFrom(...'aZ019.-_~/%:?#@[ é'.split(''), 'xn--', '0x', '%zz');
    const near = fc
      .tuple(fc.constantFrom('http://', 'https://', 'HTTPS://', 'ftp://'), fc.string({ unit, maxLength: 12 }))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(near, (text) => {
        const url = toUrl(text);
        if (url.ok) expect(URL.canParse(text)).toBe(true);
        expect(url.ok).toBe(URL.canParse(text) && /^https?:\/\/[^ ]+$/i.test(text.trim()));
      }),
      { numRuns: 5000 },
    );
    for (const host of ['1.2.3.256', 'a.0x1', 'xn--a.com', 'xn--0.com', 'xn--zzzzzz.com', 'a.1', '1.2.3.4a.5']) {
      expect(toUrl(`https://${host}/`).ok).toBe(URL.canParse(`https://${host}/`));
    }
  });
});
