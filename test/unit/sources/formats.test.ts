import { describe, expect, it } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import {
  acceptedHttpApi,
  acceptedWorkday,
  collectingSink,
  readHttpApi,
  requireSource,
  serveWith,
  sourceContext,
} from '../../fixtures/sources.ts';

const parsed = (records: string[]) => records.map((record) => JSON.parse(record));

async function answered(body: string, settings: object, headers: Record<string, string> = {}) {
  const asked: unknown[] = [];
  await using server = await serveWith((request, response) => {
    asked.push(request.headers.accept);
    response.writeHead(200, headers).end(body);
  });
  const got = await readHttpApi({ records: '', ...settings }, server.url);
  return { ...got, asked, people: parsed(got.sink.records) };
}

describe('an HTTP API in another format', () => {
  it('gives NDJSON', async () => {
    const { people, asked } = await answered('{"a":1}\n{"a":2}\n', { format: 'ndjson' });
    expect([people, asked]).toEqual([[{ a: 1 }, { a: 2 }], ['application/x-ndjson, application/json;q=0.5']]);
  });

  it('gives CSV, by the names in its header', async () => {
    const { people, asked } = await answered('\ufeffid;name\r\n1;"Smith; A"\r\n2\r\n', { format: 'csv' });
    expect([people, asked]).toEqual([[{ id: '1', name: 'Smith; A' }, ['2']], ['text/csv']]);
    const escaped = await answered('id,name\n1,"a\\"b"\n', { format: 'csv', csv_quotes: 'backslash' });
    expect(escaped.people).toEqual([{ id: '1', name: 'a"b' }]);
  });

  it('may declare its total in a header', async () => {
    const csv = { format: 'csv', total: 'header:X-Total-Count' };
    expect((await answered('a\n1\n2\n', csv, { 'x-total-count': '2' })).code).toBe('ok');
    const short = await answered('a\n1\n2\n', csv, { 'x-total-count': '3' });
    expect([short.code, short.message]).toEqual(['feed_incomplete', expect.stringContaining('it has 3 people')]);
    expect((await answered('a\n1\n', csv)).message).toContain('no number at “header:X-Total-Count”');
  });

  it.each([
    ['csv', 'a,b\n1,"2', 'feed_incomplete', 'inside the quotes'],
    ['csv', 'a,b\n', 'feed_empty', 'empty list'],
    ['csv', 'a,b\n1,"2"3\n', 'feed_broken', 'row 2'],
    ['csv', 'a,a\n1,2\n', 'header_mismatch', 'stands twice'],
    ['csv', '<!doctype html><title>Sign in</title>', 'source_not_csv', 'sign-in page'],
    ['csv', '<?xml version="1.0"?><x/>', 'source_xml', 'Ask it for CSV'],
    ['csv', '{"error":"no"}', 'source_not_csv', 'not CSV but JSON'],
    ['ndjson', '{"a":1}\n{"a"', 'feed_incomplete', 'behind 1 whole ones'],
    ['ndjson', '\n', 'feed_empty', 'empty list'],
    ['ndjson', '<html>\n', 'source_not_json', 'sign-in page'],
    ['ndjson', '<x/>\n', 'source_xml', 'Ask it for NDJSON'],
    ['ndjson', '[{"a":1}]', 'source_not_json', 'Choose the format “json”'],
  ])('as %s reads %j as: %s', async (format, body, code, words) => {
    const got = await answered(body, { format });
    expect([got.code, got.message]).toEqual([code, expect.stringContaining(words)]);
  });

  it('that is not UTF-8 is refused with the place', async () => {
    await using server = await serveWith((_, response) => response.end(Buffer.from('a,b\n1,Jos\xe9\n', 'latin1')));
    const { code, message } = await readHttpApi({ records: '', format: 'csv' }, server.url);
    expect([code, message]).toEqual(['feed_not_utf8', expect.stringContaining('position 9')]);
  });

  it('gives one person in that format', async () => {
    await using server = await serveWith((_, response) => response.end('id,name\n7,Ada\n'));
    const api = { format: 'csv', records: '', single_person_url: `${server.url}/{employee_id}` };
    const key = { employee_id: '7', email: null };
    const one = await requireSource('http-api').person(acceptedHttpApi(server.url, api), key, sourceContext().context);
    expect(one.ok && JSON.parse(new TextDecoder().decode(one.value))).toEqual({ id: '7', name: 'Ada' });
    const odd = { format: 'ndjson', records: '', single_person_url: `${server.url}/{employee_id}` };
    const none = await requireSource('http-api').person(acceptedHttpApi(server.url, odd), key, sourceContext().context);
    expect(none).toMatchObject({ ok: false, fault: { code: 'source_not_json' } });
  });
});

it('may be that of a Workday report, as CSV', async () => {
  await using server = await serveWith((_, response) => response.end('Employee_ID,Worker\n1,Ada\n'));
  const sink = collectingSink();
  const settings = acceptedWorkday(server.url, { format: 'csv' });
  const result = await requireSource('workday').people(settings, sink, sourceContext().context);
  expect([result.ok, parsed(sink.records)]).toEqual([true, [{ Employee_ID: '1', Worker: 'Ada' }]]);
  await using xml = await serveWith((_, response) => response.end('<?xml version="1.0"?><x/>'));
  const other = await requireSource('workday').people(
    acceptedWorkday(xml.url, { format: 'csv' }),
    collectingSink(),
    sourceContext().context,
  );
  expect(other.ok || describeFault(other.fault)).toContain('Add format=csv to the URL');
});
