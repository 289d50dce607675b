import { expect, test } from 'vitest';
import { describeFault, type Fault, fault, withNobodyChanged } from '../../../../src/domain/shared/fault.ts';

const sentence = (refusal: Fault): string => describeFault(withNobodyChanged(refusal));

test.each([
  [fault('feed_empty', { case: 'file' }), 'The file has a header and nobody below it. Nobody was changed.'],
  [
    fault('feed_empty', { case: 'answer' }),
    'The data source answered with an empty list of people. Nobody was changed.',
  ],
  [
    fault('header_mismatch', { case: 'missing', missing: ['Email'], misspelled: [], meant: [], others: [] }),
    'The header of the CSV does not have the columns that it needs. Missing: “Email”. Correct the header; nobody was changed.',
  ],
  [
    fault('paging_limit', { pages: 3 }),
    'The data source has more than 3 pages. Ask for larger ones, or raise the limit. Nobody was changed.',
  ],
  [
    fault('source_missing', { reason: 'not_set_up' }),
    'This data source is not set up. Enter its settings first. Nobody was changed.',
  ],
])('a sync that failed says once that nobody was changed: %#', (refusal, said) => expect(sentence(refusal)).toBe(said));

test('a wrapper that fails under a code of the network is quoted, whatever the code says otherwise', () => {
  const params = { case: 'wrapper', wrapper: 'acme', records: 1, message: 'Too many requests' };
  expect(describeFault({ code: 'source_rate_limited', params })).toBe(
    'The wrapper “acme” failed after 1 person: Too many requests.',
  );
  expect(describeFault({ code: 'source_missing', params: { ...params, message: '' } })).toBe(
    'The wrapper “acme” failed after 1 person: It gave no reason.',
  );
});

test('a fault that is met on the way to something else says so first', () => {
  const params = { case: 'http', status: 404, excerpt: '', forToken: true };
  expect(describeFault({ code: 'source_answered_error', params })).toBe(
    'No access token could be had. The data source answered with an error (status 404). It gave no reason. Check the URL.',
  );
  expect(describeFault({ code: 'source_redirects', params: { limit: 3, longWait: 90_000 } })).toBe(
    'The data source redirected more than 3 times. Enter the final URL. It asks to wait 90 seconds, longer than a sync waits.',
  );
});
