import { describe, expect, it } from 'vitest';
import { sentenceOf, utf8Bytes } from '../json-split/split.ts';
import { readCsv } from './read-csv.ts';

const sizes = [[1], [2], [7], [65536]];
const people = ['Full Name', 'Email', 'Manager’s email'];

describe('a CSV file', () => {
  it.each([
    ['a comma', 'a,b\n1,2\n'],
    ['a semicolon', 'a;b\n1;2\n'],
    ['a tab', 'a\tb\n1\t2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2\r'],
    ['a byte-order mark', '\ufeffa,b\n1,2'],
    ['blank lines', 'a,b\n\n1,2\r\n\r\n\r\n'],
    ['quotes around all', '"a","b"\r\n"1","2"'],
  ])('may have %s', (_what, file) => {
    for (const blocks of sizes)
      expect(readCsv(file, {}, blocks)).toMatchObject({ rows: [{ a: '1', b: '2' }], verdict: 1 });
  });

  it('keeps what is in quotes, and what JSON must escape', () => {
    const file = 'a;"b;c"\n"x;\r\ny";"say ""hé"" \\ \t \u0000 😀"\n';
    for (const blocks of sizes)
      expect(readCsv(file, {}, blocks).rows).toEqual([{ a: 'x;\r\ny', 'b;c': 'say "hé" \\ \t \u0000 😀' }]);
  });

  it('may escape quotes with a backslash, when that is chosen, and then does not double them', () => {
    const file = 'a,b\n"x\\",\\\\ \\n","y"\n';
    for (const blocks of sizes)
      expect(readCsv(file, { backslashEscapes: true }, blocks).rows).toEqual([{ a: 'x",\\ \\n', b: 'y' }]);
    expect(readCsv('a,b\n"x""y",1\n', { backslashEscapes: true }).verdict).toBe('feed_broken');
    expect(readCsv('a,b\n"x\\",1"\n').rows).toEqual([['x\\', '1"']]);
  });

  it('emits a row that does not fit as the list of its values, and the others as they are', () => {
    const file = 'a,b\n1,2\n3\n4,5,6\n7,"8"\n9,x "y"\n,\n';
    for (const blocks of sizes) {
      const { end, rows } = readCsv(file, {}, blocks);
      const odd = [['3'], ['4', '5', '6'], ['9', 'x "y"']];
      expect(rows).toEqual([{ a: '1', b: '2' }, odd[0], odd[1], { a: '7', b: '8' }, odd[2], { a: '', b: '' }]);
      expect(end).toMatchObject({ value: { misfits: 3, records: 6 } });
    }
  });

  it('names columns that have no name, and takes names that are no good keys', () => {
    expect(readCsv('a,,__proto__,"x""y"\n1,2,3,4').rows).toEqual([
      JSON.parse('{"a":"1","column 2":"2","__proto__":"3","x\\"y":"4"}'),
    ]);
  });

  it.each([
    ['', 'feed_incomplete', 'before anything was said'],
    ['a,b\n1,"2', 'feed_incomplete', 'inside the quotes of a value in row 2'],
    ['a,"b', 'feed_incomplete', 'inside the quotes of the header'],
    ['a,b\n1,2\n3', 'feed_incomplete', 'its last row has 1 of 2 values'],
    ['a,b\n1,"2"x\n', 'feed_broken', 'damaged at byte 9, in row 2'],
    ['a,a\n1,2\n', 'header_mismatch', '“a” stands twice'],
    ['<!DOCTYPE html><html>', 'source_not_csv', 'sign-in page'],
    ['<?xml version="1.0"?>\n<a/>', 'source_xml', 'XML instead of CSV'],
    ['[{"a":1}]', 'source_not_csv', 'not CSV but JSON'],
    ['PK\u0003\u0004,', 'source_not_csv', 'Excel workbook'],
    [`a,b\n"${'x'.repeat(2000)}`, 'record_too_large', 'Row 2 of the CSV, which starts at byte 4,'],
    ['x'.repeat(300_000), 'source_not_csv', 'does not end within 256 kB'],
  ])('is refused when it is broken (case %#)', (file, code, words) => {
    for (const blocks of sizes) {
      const { end } = readCsv(file, { maxRowBytes: 1000 }, blocks);
      expect(end).toMatchObject({ ok: false, fault: { code } });
      expect(sentenceOf(end)).toContain(words);
    }
  });

  it.each([
    [[0x61, 0x0a, 0x62, 0xe9, 0x0a], 3],
    [[0x61, 0x0a, 0xe9, 0x0a], 2],
    [[0xe9, 0x2c, 0x62, 0x0a], 0],
    [[0x61, 0x0a, 0xc0, 0x80], 2],
    [[0x61, 0x0a, 0xed, 0xa0, 0x80], 2],
    [[0x61, 0x0a, 0xf4, 0x90, 0x80, 0x80], 2],
    [[0x61, 0x0a, 0x22, 0x80, 0x22], 3],
    [[0xff, 0xfe, 0x61, 0x00], 0],
  ])('that is not UTF-8 is refused with the position of the first bad byte: %j', (file, offset) => {
    for (const blocks of sizes) {
      const { end } = readCsv(new Uint8Array(file), {}, blocks);
      expect(end).toMatchObject({ fault: { code: 'feed_not_utf8', details: { offset } } });
      expect(sentenceOf(end)).toContain(`position ${offset}`);
    }
    expect(readCsv(new Uint8Array([0x61, 0x0a, 0xc3])).verdict).toBe('feed_incomplete');
  });
});

describe('a CSV header', () => {
  it('may have the expected columns in any order, with others, and with either apostrophe', () => {
    const file = "Email,Manager's email,Shoe size,Full Name\na,b,c,d";
    expect(readCsv(file, { columns: people }).rows).toEqual([
      { Email: 'a', "Manager's email": 'b', 'Shoe size': 'c', 'Full Name': 'd' },
    ]);
  });

  it('that lacks one names what is missing, unexpected and nearly matching', () => {
    const { end } = readCsv('Fullname,E-mail,Shoe size\n1,2,3', { columns: people });
    expect(end).toMatchObject({
      fault: {
        code: 'header_mismatch',
        details: { missing: people, unexpected: ['Fullname', 'E-mail', 'Shoe size'] },
      },
    });
    expect(sentenceOf(end)).toBe(
      'The header of the CSV does not have the columns that it needs. Missing: “Full Name”, “Email”, “Manager’s email”. ' +
        'Nearly matching: “Fullname” is nearly “Full Name”, “E-mail” is nearly “Email”. Unexpected: “Shoe size”. ' +
        'Correct the header; nobody was changed.',
    );
    expect(sentenceOf(readCsv('Ful Name,Email\n', { columns: people.slice(0, 2) }).end)).toContain(
      '“Ful Name” is nearly “Full Name”',
    );
  });

  it('may be all that a file has', () => {
    const { end } = readCsv(utf8Bytes('a,b'));
    expect(end).toEqual({ ok: true, value: { records: 0, bytes: 3, columns: ['a', 'b'], misfits: 0 } });
  });
});
