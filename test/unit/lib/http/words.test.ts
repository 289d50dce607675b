import { expect, it } from 'vitest';
import { retryAfter } from '../../../../src/lib/http/retry-after.ts';
import { plainWords } from '../../../../src/lib/http/words.ts';

it('shows the words of a server without markup, control characters and secrets', () => {
  expect(
    plainWords(
      '<html><head><title>x</title></head><script>alert(1)</script><p>No&nbsp;access\u0000\u202e &amp; bye</p>',
      [],
    ),
  ).toBe('No access & bye');
  expect(plainWords('bad token abc123 <b', ['abc123'])).toBe('bad token •••');
  expect([...plainWords('é'.repeat(500), [])]).toHaveLength(200);
});

it('reads Retry-After as seconds or as a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(retryAfter('7', now)).toBe(7000);
  expect(retryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
  expect(retryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
  expect(retryAfter('soon', now)).toBeNull();
  expect(retryAfter(null, now)).toBeNull();
});
