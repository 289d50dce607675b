import { expect, test } from 'vitest';
import { compileMapping } from '../../../../src/domain/mapping/compile-mapping.ts';
import { FillRateCounter } from '../../../../src/domain/mapping/fill-rates.ts';
import { mappingSchema } from '../../../../src/domain/mapping/mapping.ts';
import { DistinctCount } from '../../../../src/lib/distinct-count.ts';

test('fill rates count who has a value, how many values there are, and who fails', () => {
  const standard = { full_name: { expression: 'n' }, email: { expression: 'e' }, hire_date: { expression: 'h' } };
  const custom = [{ key: 'tags', type: 'list', expression: 't' }];
  const compiled = compileMapping(mappingSchema.parse({ standard, custom }));
  const count = new FillRateCounter();
  for (const payload of [
    { n: 'Ann', e: 'a@b.example', h: '2020-01-01', t: ['x', 'y'] },
    { n: 'Ann', e: 'c@b.example', h: 'soon', t: ['x', 'y'] },
    { n: 'Bo', e: null, t: ['x'] },
  ]) {
    count.add(compiled.evaluate(payload));
  }
  expect(count.people).toBe(3);
  expect(count.result()).toEqual({
    full_name: { filled: 3, distinct: 2, failed: 0 },
    email: { filled: 2, distinct: 2, failed: 1 },
    hire_date: { filled: 1, distinct: 1, failed: 1 },
    tags: { filled: 3, distinct: 2, failed: 0 },
  });
});

test('distinct texts are counted as a set would, in little memory', () => {
  const set = new Set<string>();
  const count = new DistinctCount();
  for (let n = 0; n < 200_000; n++) {
    const text = `person ${(n * 7919) % 90_001}@acme.example`;
    set.add(text);
    count.add(text);
  }
  expect(count.count).toBe(set.size);
});
