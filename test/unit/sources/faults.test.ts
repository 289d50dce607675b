import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import type { FaultName } from '../../../tools/hr/faults.ts';
import { HR_SOURCES } from '../../fixtures/hr-sources.ts';
import { startFakeHr } from '../../fixtures/local-server.ts';
import { collectingSink, requireSource, sourceContext } from '../../fixtures/sources.ts';

let hr: Awaited<ReturnType<typeof startFakeHr>>;
beforeAll(async () => {
  hr = await startFakeHr({ people: 200 });
});
afterAll(() => hr[Symbol.asyncDispose]());

type Name = keyof typeof HR_SOURCES;
const NAMES = Object.keys(HR_SOURCES) as Name[];
const STYLES: Name[] = ['page', 'offset', 'cursor', 'next_url', 'link'];
const except = (...others: Name[]) => NAMES.filter((name) => !others.includes(name));

async function pull(name: Name, query: string) {
  const { kind, stored } = HR_SOURCES[name](hr.url, query);
  const sink = collectingSink();
  const { context, logged, kept } = sourceContext({ firstByteTimeout: 1000, idleTimeout: 150, heartbeatInterval: 40 });
  const result = await requireSource(kind).people(stored, sink, context);
  const said = result.ok ? `${sink.records.length} people` : `${result.fault.code}: ${describeFault(result.fault)}`;
  return { said, logged, kept, sink };
}

describe('the fake HR system as a data source:', () => {
  it.each(except('workday oauth'))('%s gives everybody', async (name) => {
    const { said, sink } = await pull(name, '&k=1');
    expect(said).toBe('200 people');
    expect(new Set(sink.records).size).toBe(200);
  });

  it('workday oauth gives everybody, and the next refresh token', async () => {
    await using own = await startFakeHr({ people: 20 });
    const before = hr;
    hr = own;
    const { said, kept } = await pull('workday oauth', '');
    hr = before;
    expect(said).toBe('20 people');
    expect(kept).toEqual([expect.objectContaining({ refresh_token: 'hr-refresh-1' })]);
  });
});

const JSON_ONES: Name[] = ['workday', 'json', 'header key', 'oauth client'];
const SIGN_IN =
  'answered with a web page \\(HTML\\) instead of JSON, perhaps its sign-in page. Check the URL and the credentials';
const NO_CSV = 'The data is not CSV but a web page \\(HTML\\), perhaps the sign-in page';

/** Fault by fault: which sources, and what they say. */
const TABLE: [FaultName, Name[], string][] = [
  ['empty', ['ndjson'], 'feed_incomplete: The data ended too early, after 0 bytes, before anything was said'],
  [
    'truncated',
    JSON_ONES,
    'feed_incomplete: The data ended too early, after [\\d,]+ bytes, inside the list of records, behind 100 whole',
  ],
  [
    'truncated',
    ['ndjson'],
    'feed_incomplete: The data ended too early, after [\\d,]+ bytes, inside a record, behind 100 whole',
  ],
  [
    'truncated',
    ['csv', 'workday csv'],
    'feed_incomplete: The CSV ended too early, after [\\d,]+ bytes, inside the quotes of a value in row 102',
  ],
  ['truncated', STYLES, 'feed_incomplete: On page 2: The data ended too early, after [\\d,]+ bytes, inside the list'],
  [
    'short',
    [...JSON_ONES, 'ndjson', 'csv', 'workday csv'],
    'feed_incomplete: The connection to the data source ended after [\\d,]+ bytes',
  ],
  [
    'stall',
    [...JSON_ONES, 'ndjson', 'csv', 'workday csv'],
    'source_stalled: The data source stopped sending: next to nothing came for',
  ],
  [
    'empty',
    except('workday oauth', 'ndjson'),
    'feed_empty: The data source answered with an empty list of people. Nobody was changed',
  ],
  ['broken', JSON_ONES, 'feed_broken: The data is damaged at byte \\d+: a comma or “]” was expected'],
  [
    'broken',
    ['csv', 'workday csv'],
    'feed_broken: The CSV is damaged at byte \\d+, in row 102: behind a closing quote stands',
  ],
  ['html', JSON_ONES, `source_not_json: The data source ${SIGN_IN}`],
  ['html', ['ndjson'], `source_not_json: The data source ${SIGN_IN}`],
  ['html', ['csv', 'workday csv'], `source_not_csv: ${NO_CSV}`],
  [
    'xml',
    ['workday'],
    'source_xml: The data source answered with XML instead of JSON. Add format=json to the URL of the report',
  ],
  [
    'xml',
    ['workday csv'],
    'source_xml: The data source answered with XML instead of CSV. Add format=csv to the URL of the report',
  ],
  ['xml', ['json', 'ndjson'], 'source_xml: The data source answered with XML instead of JSON. Ask it for'],
  ['xml', ['csv'], 'source_xml: The data source answered with XML instead of CSV. Ask it for CSV'],
  ['half', ['json', ...STYLES], 'feed_incomplete: The data source says that it has 200 people, but delivered 100'],
  ['bad-record', except('workday oauth', ...STYLES), '200 people'],
  ['429', except('workday oauth'), '200 people'],
  [
    '500',
    except('workday oauth'),
    'source_answered_error: The data source answered with an error \\(status 500\\). It says: “Server error',
  ],
  [
    'latin1',
    ['csv', 'workday csv'],
    'feed_not_utf8: The CSV is not UTF-8: the byte 0x[0-9a-f]{2} at position \\d+, in row \\d+',
  ],
  ['columns', ['csv', 'workday csv'], 'header_mismatch: The column “Worker” stands twice in the header of the CSV'],
  [
    'no-token',
    ['workday oauth', 'oauth client'],
    'source_refused_credentials: 127.0.0.1:\\d+ gave no access token \\(status 400\\). It says: “{"error":"invalid_grant"}”. Check the client ID',
  ],
  ['expired-token', ['oauth client'], '200 people'],
  [
    'same-page',
    ['page', 'offset', 'next_url', 'link'],
    'paging_broken: Page \\d has the same people as an earlier one',
  ],
  [
    'same-page',
    ['cursor'],
    'paging_broken: Page 3 is asked for like an earlier one|paging_broken: Page 2 has the same people',
  ],
  ['loop', ['cursor', 'next_url', 'link'], 'paging_broken: Page 2 has the same people as an earlier one'],
  ['away', ['next_url', 'link'], 'paging_broken: The next page is said to be at elsewhere.example, another host'],
];

describe('a fault of the fake HR system:', () => {
  const cases = TABLE.flatMap(([fault, names, words]) => names.map((name) => ({ fault, name, words })));
  it.each(cases)('$fault from $name ends as: $words', async ({ fault, name, words }) => {
    const { said } = await pull(name, `&fault=${fault}&for=${encodeURIComponent(name)}`);
    expect(said).toMatch(new RegExp(`^(${words})`));
    expect(said).toMatch(/people$|\.$/);
    expect(said).not.toMatch(/hr-token|hr-secret|hr-client-secret|hr-refresh/);
  });
});
