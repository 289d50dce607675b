import { describe, expect, it } from 'vitest';
import { sentenceOf, splitJson, utf8Bytes, verdict } from './split.ts';

const MARK = '\ufeff';
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('the JSON splitter', () => {
  it.each([
    ['root array', '[{"a":1}, {"a":2}]', '', ['{"a":1}', '{"a":2}']],
    ['key', '{"Report_Entry":[{"a":"]}"}]}', 'Report_Entry', ['{"a":"]}"}']],
    ['dotted path', '{"data":{"n":[9],"people":[1]},"meta":{"total":1}}', 'data.people', ['1']],
    ['escaped key', '{"Report\\u005fEntry":[1]}', 'Report_Entry', ['1']],
    ['decoy deeper', '{"x":{"people":[0]},"people":[1]}', 'people', ['1']],
    ['decoy in a list', '{"x":[{"people":[0]}],"people":[1]}', 'people', ['1']],
    ['decoy as a value', '{"x":"people","y":[0],"people":[1]}', 'people', ['1']],
    ['decoy higher', '{"people":[0],"data":{"people":[1]}}', 'data.people', ['1']],
    ['decoy not an array', '{"data":{"people":{"people":[0]}},"x":1,"data2":0,"d":[]}', 'd', []],
    ['scalars', '[ 1 ,"a,]\\"[", null,true , -1.5e3\n]', '', ['1', '"a,]\\"["', 'null', 'true', '-1.5e3']],
    ['nested arrays', '[[[1]],[],{}]', '', ['[[1]]', '[]', '{}']],
    ['mark at the start', `${MARK} [{"a":"${MARK}"}]`, '', [`{"a":"${MARK}"}`]],
    [
      'a bad record in sound framing',
      '[{"a":1},{"a":nul},{bad},oops,{"a":2}]',
      '',
      ['{"a":1}', '{"a":nul}', '{bad}', 'oops', '{"a":2}'],
    ],
  ])('emits the records of %s', (_name, document, path, wanted) => {
    for (const size of [1, 2, 3, 7, 1000]) {
      const got = splitJson(document, path, [size]);
      expect(got.end.ok, JSON.stringify(got.end)).toBe(true);
      expect(got.records.map(text)).toEqual(wanted);
    }
  });

  it('keeps the envelope, with the records as an empty array', () => {
    const got = splitJson('{"meta":{"total":2},"data":{"people":[1,2],"next":null}}', 'data.people');
    expect(got.end).toEqual({
      ok: true,
      value: { records: 2, bytes: 56, envelope: { meta: { total: 2 }, data: { people: [], next: null } } },
    });
  });

  it('survives 20,000 open brackets in one record', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect(verdict(splitJson(`[${deep},1]`, '', [999]))).toBe(2);
  });
});

describe('the JSON splitter on a document that cannot be trusted', () => {
  it.each([
    ['no comma', '[{} {}]', '', 'feed_broken'],
    ['two commas', '[1,,2]', '', 'feed_broken'],
    ['leading comma', '[,1]', '', 'feed_broken'],
    ['trailing comma', '[1,]', '', 'feed_broken'],
    ['brackets of two kinds swallow a record', '[{"a":[1}, {"b":2}], {"c":3}]', '', 'feed_broken'],
    ['a bracket left open', '[{"a":{"b":1}, {"c":2}]', '', 'feed_broken'],
    ['a bracket too many', '[{"a":1}}, {"c":2}]', '', 'feed_broken'],
    ['something behind', '[1] x', '', 'feed_broken'],
    ['a second document', '[1][2]', '', 'feed_broken'],
    ['envelope unsound before', '{"a" 1,"people":[1]}', 'people', 'feed_broken'],
    ['envelope unsound after', '{"people":[1],}', 'people', 'feed_broken'],
    [
      'envelope not UTF-8',
      new Uint8Array([...utf8Bytes('{"people":[1],"a":"'), 0xff, 0x22, 0x7d]),
      'people',
      'feed_broken',
    ],
    ['key twice', '{"people":[1],"people":[2]}', 'people', 'feed_broken'],
    ['key twice, the second no array', '{"people":[1],"people":null}', 'people', 'feed_broken'],
    ['parent twice', '{"data":{"people":[1]},"data":{}}', 'data.people', 'feed_broken'],
    ['mark between records', `[1,${MARK}2]`, '', 'feed_broken'],
    ['empty', '', '', 'feed_incomplete'],
    ['only a mark', MARK, '', 'feed_incomplete'],
    ['ends in a record', '[{"a":1},{"b":', '', 'feed_incomplete'],
    ['ends in a number', '[1,2', '', 'feed_incomplete'],
    ['ends behind the array', '{"people":[1]', 'people', 'feed_incomplete'],
    ['ends before the array', '{"meta":', 'people', 'feed_incomplete'],
    ['not there', '{"data":{"workers":[1],"n":0}}', 'data.people', 'records_not_found'],
    ['not an array', '{"data":{"a":1}}', 'data', 'records_not_found'],
    ['a root array under a path', '[1]', 'people', 'records_not_found'],
    ['one value', 'null', 'people', 'records_not_found'],
    ['a web page', '\n<!DOCTYPE html><html>', '', 'source_not_json'],
    ['words', 'Service unavailable', '', 'source_not_json'],
  ])('emits the records of %s', (_name, document, path, wanted) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(verdict(splitJson(document, path, [size]))).toBe(wanted);
  });

  it('says where it is broken', () => {
    const { end } = splitJson('{"people":[{"a":1},{"b":2}}', 'people', [4]);
    expect(end).toMatchObject({ ok: false, fault: { details: { offset: 26 } } });
    expect(sentenceOf(end)).toContain('a comma or “]” was expected, not “}”');
  });

  it('lists the keys that are there', () => {
    const { end } = splitJson('{"data":{"workers":[1],"n":0}}', 'data.people');
    expect(sentenceOf(end)).toBe(
      'There are no records at “data.people”: “data” has the keys “workers”, “n”. Correct the path to the records.',
    );
    expect(end.ok || end.fault.details.keys).toEqual(['workers', 'n']);
  });

  it('lists the keys too when the answer is too long to be kept', () => {
    const { end } = splitJson(`{"a":1,"workers":[${'1,'.repeat(2000)}1]}`, 'people', [512], { maxEnvelopeBytes: 1000 });
    expect(end).toMatchObject({ fault: { code: 'records_not_found', details: { keys: ['a', 'workers'] } } });
  });

  it('tells an HTML page from XML', () => {
    const looks = (document: string) => {
      const { end } = splitJson(document, 'x', [5]);
      return end.ok || end.fault.details.looks_like;
    };
    expect(looks('<!doctype HTML><p>')).toBe('html');
    expect(looks('<?xml version="1.0"?><wd:Report_Data/>')).toBe('xml');
    expect(looks(`<html>${' '.repeat(999)}`)).toBe('html');
  });

  it('limits the size of a record and of the envelope', () => {
    const long = `{"a":"${'x'.repeat(300)}"}`;
    for (const size of [10, 1000]) {
      expect(verdict(splitJson(`[1,${long}]`, '', [size], { maxRecordBytes: 200 }))).toBe('record_too_large');
      expect(verdict(splitJson(`[1,${long}]`, '', [size], { maxRecordBytes: 400 }))).toBe(2);
      expect(verdict(splitJson(`{"p":[1],"x":${long}}`, 'p', [size], { maxEnvelopeBytes: 200 }))).toBe(
        'source_too_large',
      );
    }
  });
});
