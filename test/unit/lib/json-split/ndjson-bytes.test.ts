import fc from 'fast-check';
import { expect, it } from 'vitest';
import { copyOnOneLine } from '../../../../src/lib/json-split/ndjson.ts';
import { utf8Bytes } from './split.ts';

function onOneLine(text: string): string {
  const source = utf8Bytes(`..${text}..`);
  const target = new Uint8Array(source.length + 10).fill(0x23);
  const end = copyOnOneLine(source, 2, source.length - 2, target, 5);
  expect(end).toBe(5 + source.length - 4);
  expect([target[4], target[end]]).toEqual([0x23, 0x23]);
  return new TextDecoder().decode(target.subarray(5, end));
}
const parsed = (text: string) => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
};

it('a record is put on one line, and a raw line break in a string stays illegal', () => {
  expect(onOneLine('{"a":1}')).toBe('{"a":1}');
  expect(onOneLine('{\r\n "a" :\n"\\n\\"" }')).toBe('{   "a" : "\\n\\"" }');
  expect(onOneLine('{"a":"x\ny",\n"b":1}')).toBe('{"a":"x\u001fy", "b":1}');
  expect(onOneLine('"\\\n"')).toBe('"\\\u001f"');
});

it('putting a record on one line changes neither its value nor its soundness', () => {
  const soup = fc.string({
    unit: fc.constantFrom('"', '\\', '\n', '\r', '{', '}', ':', ',', '1', 'n', 'é'),
    maxLength: 14,
  });
  const sound = fc
    .tuple(fc.jsonValue(), fc.constantFrom('\n', '\r\n', 2))
    .map(([value, indent]) => JSON.stringify(value, null, indent));
  fc.assert(
    fc.property(fc.oneof(soup, sound), (text) => {
      const line = onOneLine(text);
      expect(line).not.toMatch(/[\r\n]/);
      expect(parsed(line)).toEqual(parsed(text));
    }),
    { numRuns: 3000 },
  );
});
