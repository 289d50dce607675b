import fc from 'fast-check';
import { expect, it } from 'vitest';
import { valueAt } from '../../../../src/lib/json.ts';
import { splitJson, utf8Bytes } from './split.ts';

// Texts made of what could mislead a scanner of bytes.
const text = fc.string({
  unit: fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '\n',
    '\u0000',
    'é',
    '名',
    '😀',
    '\ud800',
    '\ufeff',
    'people',
    'x',
  ),
  maxLength: 8,
});
// No backslash in a key: the V8 of Node 24 misreads it (workerd's does not). Once it has parsed {"a":1,"\\":2}, it takes
// the last key of {"a":1,"\"":2} for the same one, so there JSON.parse cannot be the judge.
const key = text.filter((name) => !name.includes('\\'));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    text,
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('group'),
  ),
  list: fc.array(tie('any'), { maxLength: 4 }),
  group: fc.dictionary(fc.oneof(key, fc.constantFrom('people', 'data')), tie('any'), { maxKeys: 4 }),
})).any;
const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 });
const small = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const others = fc.dictionary(
  key.filter((name) => name !== 'people' && name !== 'data'),
  value,
  { maxKeys: 3 },
);

const documents = fc
  .record({
    records: fc.array(value, { maxLength: 12 }),
    path: fc.constantFrom('', 'people', 'data.people'),
    before: others,
    after: others,
    inner: others,
    indent: fc.constantFrom(undefined, 1, '\t', '\r\n '),
    mark: fc.boolean(),
    decoy: value,
  })
  .map(({ records, path, before, after, inner, indent, mark, decoy }) => {
    const document =
      path === ''
        ? records
        : path === 'people'
          ? { ...before, data: { people: decoy }, people: records, ...after }
          : { ...before, people: decoy, data: { ...inner, people: records }, ...after };
    return { path, json: `${mark ? '\ufeff' : ''}${JSON.stringify(document, null, indent)}`, document };
  });

it('the JSON splitter agrees with JSON.parse of the whole, wherever the blocks end', () => {
  fc.assert(
    fc.property(documents, fc.oneof(sizes, small), ({ path, json }, blocks) => {
      const whole: unknown = JSON.parse(json.replace(/^\ufeff/, ''));
      const got = splitJson(json, path, blocks);
      expect(got.end).toMatchObject({ ok: true, value: { bytes: utf8Bytes(json).length } });
      expect(got.values).toEqual(valueAt(whole, path));
      for (const record of got.records) expect([0x20, 0x0a, 0x0d, 0x09]).not.toContain(record[0]);
    }),
    { numRuns: 12_000 },
  );
}, 60_000);

const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    cut: fc.integer({ min: 0, max: 3 }),
    put: fc.constantFrom('', '', '{', '}', '[', ']', '"', '\\', ',', ':', ' ', '0', '\n'),
  }),
  { minLength: 1, maxLength: 3 },
);

it('the JSON splitter never takes a damaged document for a sound one, nor a sound one for damaged', () => {
  let sound = 0;
  fc.assert(
    fc.property(documents, damage, small, ({ path, json }, wounds, blocks) => {
      let damaged = json.replace(/^\ufeff/, '');
      for (const { at, cut, put } of wounds) {
        const place = Math.floor(at * damaged.length);
        damaged = damaged.slice(0, place) + put + damaged.slice(place + cut);
      }
      // What counts is the document as it goes over the wire: a lone surrogate does not.
      damaged = new TextDecoder().decode(utf8Bytes(damaged));
      let whole: { value: unknown } | null = null;
      try {
        whole = { value: JSON.parse(damaged) };
      } catch {}
      const got = splitJson(damaged, path, blocks);
      const accepted = got.end.ok && got.values !== null;
      if (!whole) expect(accepted).toBe(false);
      else if (accepted) {
        sound++;
        expect(got.values).toEqual(valueAt(whole.value, path));
      } else if (Array.isArray(valueAt(whole.value, path)))
        // Two keys of one name are sound JSON; they are refused because readers disagree about them.
        expect(got.end).toMatchObject({ fault: { code: 'feed_broken' } });
    }),
    { numRuns: 10_000 },
  );
  expect(sound).toBeGreaterThan(50);
}, 60_000);
