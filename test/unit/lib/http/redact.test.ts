import { expect, it } from 'vitest';
import { parseRetryAfter } from '../../../../src/lib/http/failure.ts';
import { plainText } from '../../../../src/lib/http/redact.ts';

it('the text of a server’s answer is quoted without markup, control characters and secrets', () => {
  expect(
    plainText(
      '<html><head><title>x</title></head><script>alert(1)</script><p>No&nbsp;access\u0000\u202e &amp; bye</p>',
      [],
    ),
  ).toBe('No access & bye');
  expect(plainText('bad token abc123 <b', ['abc123'])).toBe('bad token •••');
  expect([...plainText('é'.repeat(500), [])]).toHaveLength(200);
});

it('Retry-After is read as seconds or as a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(parseRetryAfter('7', now)).toBe(7000);
  expect(parseRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
  expect(parseRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
  expect(parseRetryAfter('soon', now)).toBeNull();
  expect(parseRetryAfter(null, now)).toBeNull();
});
