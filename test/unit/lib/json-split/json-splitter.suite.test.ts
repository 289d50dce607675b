import { describe, expect, it } from 'vitest';
import { suiteFiles } from '../../../fixtures/optional-suites.ts';
import { splitJson } from './split.ts';

const files = suiteFiles('JSONTestSuite/test_parsing');

describe.skipIf(files === null)('JSONTestSuite read as a feed', () => {
  const named = (prefix: string) => (files ?? []).filter(({ name }) => name.startsWith(prefix));
  const accepted = (got: ReturnType<typeof splitJson>) => got.end.ok && got.values !== null;

  it('is complete', () => {
    expect([named('y_').length, named('n_').length]).toEqual([95, 188]);
  });

  it.each(named('y_'))('is accepted: $name', ({ bytes }) => {
    const whole: unknown = JSON.parse(new TextDecoder().decode(bytes));
    for (const size of [1, 4, 65536]) {
      const got = splitJson(bytes, '', [size]);
      expect(accepted(got)).toBe(Array.isArray(whole));
      if (Array.isArray(whole)) expect(got.values).toEqual(whole);
      else expect(got.end).toMatchObject({ fault: { code: 'records_not_found' } });
    }
  });

  it.each(named('n_'))('is refused: $name', ({ bytes }) => {
    for (const size of [1, 4, 65536])
      for (const path of ['', 'a']) expect(accepted(splitJson(bytes, path, [size]))).toBe(false);
  });

  it.each(named('i_'))('is answered: $name', ({ bytes }) => {
    expect(splitJson(bytes, '', [3]).end).toBeDefined();
  });
});
