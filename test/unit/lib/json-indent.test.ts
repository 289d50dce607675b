import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentJson } from '../../../src/lib/json-indent.ts';

test('indented JSON looks as JSON.stringify would indent it', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(indentJson(json)).toBe(JSON.stringify(JSON.parse(json), null, 2));
    }),
    { examples: [['{"a":[],"b":{},"c":"\\"}"}'], ['[ ]']] },
  );
});

test('indented JSON keeps every token as it came in', () => {
  expect(indentJson('{"a":1.0,"a":12345678901234567890,"b":1e2}')).toBe(
    '{\n  "a": 1.0,\n  "a": 12345678901234567890,\n  "b": 1e2\n}',
  );
});

test.each(['', '{', '"open', '}]', '\\', 'a b'])('indenting takes %j without throwing', (text) => {
  expect(typeof indentJson(text)).toBe('string');
});
