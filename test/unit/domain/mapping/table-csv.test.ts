import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTableCsv, parseTableCsv } from '../../../../src/domain/mapping/table-csv.ts';
import { checkRows } from '../../../../src/domain/mapping/value-table.ts';
import { describeFault } from '../../../../src/domain/shared/fault.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, header = false) => parseTableCsv(bytes(text), { header });

describe('a value table from CSV', () => {
  it.each([
    ['commas', 'ENG,Engineering\nFIN,Finance'],
    ['semicolons', 'ENG;Engineering\r\nFIN;Finance\r\n'],
    ['tabs, as pasted from a spreadsheet', 'ENG\tEngineering\nFIN\tFinance\n'],
    ['quotes', '"ENG","Engineering"\n"FIN",Finance'],
    ['a byte order mark', '\ufeffENG,Engineering\nFIN,Finance'],
    ['our own header', 'Value received,Value meant\nENG,Engineering\nFIN,Finance'],
    ['empty lines and padding', '\nENG,Engineering,,\n,,\nFIN,Finance,\n\n'],
  ])('is read with %s', (_, text) => {
    expect(read(text)).toMatchObject({ ok: true, value: { entries: { ENG: 'Engineering', FIN: 'Finance' } } });
  });

  it('has a header when ours is there, or when somebody says so', () => {
    const text = 'Code,Name\nENG,Engineering';
    expect(read(text)).toMatchObject({ value: { hadHeader: false, entries: { Code: 'Name' } } });
    expect(read(text, true)).toEqual({ ok: true, value: { hadHeader: true, entries: { ENG: 'Engineering' } } });
    expect(read('value_received,value_meant\na,b')).toMatchObject({ value: { hadHeader: true } });
  });

  it('keeps what is between quotes, and an empty meaning', () => {
    expect(read('"R,D","Research ""and"" Development"\nnone,')).toMatchObject({
      value: { entries: { 'R,D': 'Research "and" Development', none: '' } },
    });
  });

  it.each([
    ['', 'no row'],
    ['a,b', 'no row', true],
    ['ENG', 'Row 1 has one value'],
    ['a,b\nc,d,e', 'Row 2 has 3 values'],
    ['a,b\nA,c', '“A” is there twice'],
    [',b', 'no value received'],
    ['"a\nb",c', 'line break'],
    ['"a,b', 'ended too early'],
  ])('cannot be %j', (text, words, header = false) => {
    const table = read(text, header);
    expect(table).toMatchObject({ ok: false, fault: { code: 'invalid_table', details: { path: 'csv' } } });
    expect(!table.ok && describeFault(table.fault)).toContain(words);
  });

  it('cannot be a workbook or another encoding', () => {
    const workbook = parseTableCsv(new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]), { header: false });
    expect(!workbook.ok && describeFault(workbook.fault)).toContain('Excel workbook');
    const latin = parseTableCsv(new Uint8Array([0xe6, 0x2c, 0x62]), { header: false });
    expect(!latin.ok && describeFault(latin.fault)).toContain('not UTF-8');
  });

  it('is written so that a spreadsheet runs nothing in it', () => {
    expect(formatTableCsv({ '=1+1': '@x', "'=a": '-2', plain: "'tis" })).toBe(
      "value received,value meant\r\n'=1+1,'@x\r\n''=a,'-2\r\nplain,'tis\r\n",
    );
  });

  it('is read back as it was written', () => {
    const texts = fc.oneof(fc.string({ maxLength: 20 }), fc.stringMatching(/^'{0,2}[=+\-@"',;]{1,3}[a-z]?$/));
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, texts), { minLength: 1 }), (rows) => {
        const checked = checkRows(rows);
        if (!checked.ok) return;
        const csv = formatTableCsv(checked.value);
        expect(read(csv)).toEqual({ ok: true, value: { hadHeader: true, entries: checked.value } });
      }),
      { numRuns: 500 },
    );
  });
});
