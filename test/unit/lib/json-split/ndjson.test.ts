import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NdjsonSplitter } from '../../../../src/lib/json-split/ndjson.ts';
import { sentenceOf, utf8Bytes } from './split.ts';

function read(text: string, sizes: number[] = [65536], largest?: number) {
  const records: string[] = [];
  const emit = (bytes: Uint8Array, start: number, end: number) =>
    void records.push(new TextDecoder().decode(bytes.subarray(start, end)));
  const splitter = new NdjsonSplitter(emit, largest);
  const whole = utf8Bytes(text);
  for (let at = 0, turn = 0; at < whole.length; turn++) {
    const next = at + (sizes[turn % sizes.length] ?? 1);
    if (!splitter.push(whole.slice(at, next))) break;
    at = next;
  }
  const end = splitter.end();
  return { end, records, verdict: end.ok ? end.value.records : end.fault.code };
}
const sizes = [[1], [3], [65536]];

describe('NDJSON', () => {
  it('is one record a line, whatever stands around it', () => {
    for (const blocks of sizes) {
      const got = read('\ufeff{"a":1}\r\n\n  {"a":"\\n"} \n{"a":3}', blocks);
      expect([got.verdict, got.records]).toEqual([3, ['{"a":1}', '{"a":"\\n"}', '{"a":3}']]);
    }
  });

  it('may hold a line that is no JSON, unless it is the last and has no line break', () => {
    for (const blocks of sizes) {
      expect(read('{"a":1}\n{"a":nul}\n{"a":3}\n', blocks)).toMatchObject({ verdict: 3 });
      expect(read('{"a":1}\n{"a":', blocks).verdict).toBe('feed_incomplete');
      expect(read('{"a":', blocks).verdict).toBe('feed_incomplete');
      expect(read('', blocks).verdict).toBe('feed_incomplete');
      expect(read('\n\n', blocks).verdict).toBe(0);
    }
  });

  it('is not read out of something else', () => {
    for (const blocks of sizes) {
      expect(read('<!doctype html>\n<html>', blocks).end).toMatchObject({
        fault: { code: 'source_not_json', details: { looks_like: 'html' } },
      });
      const { end } = read('[{"a":1},\n{"a":2}]', blocks);
      expect(end).toMatchObject({ fault: { code: 'source_not_json' } });
      expect(sentenceOf(end)).toContain('Choose the format “json”');
      expect(read(`{"a":1}\n{"a":"${'x'.repeat(200)}"}\n`, blocks, 100).verdict).toBe('record_too_large');
      expect(read(`{"a":1}\n{"a":"${'x'.repeat(200)}`, blocks, 100).verdict).toBe('record_too_large');
    }
  });

  it('comes out as it went in, wherever the blocks end', () => {
    const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 8 });
    const blocks = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(records, blocks, fc.constantFrom('\n', '\r\n'), fc.boolean(), (list, sizes, lineBreak, open) => {
        const lines = list.map((record) => JSON.stringify(record));
        expect(read(lines.join(lineBreak) + (open ? '' : lineBreak), sizes).records).toEqual(lines);
      }),
      { numRuns: 2000 },
    );
  });
});
