import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readHttpApi, serveWith } from '../../fixtures/sources.ts';

interface Asked {
  url: URL;
  body: string;
}
type Says = { body: string; headers?: Record<string, string>; status?: number };

/** Asks an API that answers each request with a function, and tells what it was asked. */
async function asked(answer: (asked: Asked, nth: number, origin: string) => Says, body: object, path = '/') {
  const seen: string[] = [];
  let origin = '';
  await using server = await serveWith(async (request, response, nth) => {
    const one = { url: new URL(request.url ?? '/', origin), body: await text(request) };
    seen.push(`${request.url}${one.body === '' ? '' : ` ${one.body}`}`);
    const { body, headers = {}, status = 200 } = answer(one, nth, origin);
    response.writeHead(status, headers).end(status === 204 ? undefined : body);
  });
  origin = server.url;
  const got = await readHttpApi({ records: 'data', ...body }, `${origin}${path}`);
  return { ...got, seen, people: got.sink.records.map((record) => JSON.parse(record)) };
}

const ALL = [1, 2, 3, 4, 5];
const some = (from: number, size: number, more: object = {}): Says => ({
  body: JSON.stringify({ data: ALL.slice(from, from + size), ...more }),
});
const at = (url: URL, name: string): number => Number(url.searchParams.get(name));

describe('pages of an HTTP API', () => {
  it('by number end with an empty one, and leave the rest of the URL as it is', async () => {
    const paging = { type: 'page', size_parameter: 'per', size: 2 };
    const answer = ({ url }: Asked) => some((at(url, 'page') - 1) * 2, 2);
    const { people, seen, code } = await asked(answer, { paging }, '/?$q=a%20b&page=7');
    expect([code, people]).toEqual(['ok', ALL]);
    expect(seen).toEqual([1, 2, 3, 4].map((page) => `/?$q=a%20b&page=${page}&per=2`));
    const zero = await asked(({ url }) => some(at(url, 'p') * 2, 2), {
      paging: { ...paging, first: 0, parameter: 'p' },
    });
    expect(zero.people).toEqual(ALL);
  });

  it('by number may end with an answer without a body', async () => {
    const answer = ({ url }: Asked) => (at(url, 'page') > 1 ? { body: '', status: 204 } : some(0, 5));
    expect((await asked(answer, { paging: { type: 'page' } })).people).toEqual(ALL);
  });

  it('by number of NDJSON end with an answer without a byte', async () => {
    const answer = ({ url }: Asked) => ({
      body: at(url, 'page') > 2 ? '' : `${at(url, 'page')}`.replace(/.+/, '{"a":$&}\n'),
    });
    const got = await asked(answer, { paging: { type: 'page' }, format: 'ndjson', records: '' });
    expect([got.code, got.people]).toEqual(['ok', [{ a: 1 }, { a: 2 }]]);
  });

  it('by offset go on behind what came, even when less came than was asked for', async () => {
    const paging = { type: 'offset', parameter: 'skip', size_parameter: 'limit', size: 100 };
    const { people, seen } = await asked(({ url }) => some(at(url, 'skip'), 3), { paging });
    expect([people, seen]).toEqual([ALL, [0, 3, 5].map((skip) => `/?skip=${skip}&limit=100`)]);
  });

  it('by cursor end when there is none, not with an empty page', async () => {
    const next: (string | null)[] = ['a&b', 'c', null];
    const answer = (_: Asked, nth: number) => some(nth * 3, nth === 1 ? 0 : 3, { meta: { next: next[nth] } });
    const { code, seen } = await asked(answer, { paging: { type: 'cursor', path: 'meta.next' } });
    expect([code, seen]).toEqual(['ok', ['/', '/?cursor=a%26b', '/?cursor=c']]);
  });

  it('by cursor end with the same cursor behind an empty page', async () => {
    const answer = (_: Asked, nth: number) => some(nth * 5, 5, { next: 'end' });
    expect((await asked(answer, { paging: { type: 'cursor', path: 'next' } })).people).toEqual(ALL);
  });

  it('may be asked for in the body', async () => {
    const paging = { type: 'cursor', path: 'next', size: 3 };
    const body = '{"after":"{cursor}","first":{size},"x":"{page}"}';
    const answer = (_: Asked, nth: number) => some(nth * 3, 3, { next: nth === 0 ? 'a"b' : null });
    const { people, seen } = await asked(answer, { paging, method: 'POST', body });
    expect([people, seen]).toEqual([
      ALL,
      ['/ {"after":"","first":3,"x":"{page}"}', '/ {"after":"a\\"b","first":3,"x":"{page}"}'],
    ]);
  });

  it('by URL are followed on the same host, by credentials nowhere else', async () => {
    const paging = { type: 'next_url', path: 'links.next' };
    const answer = ({ url }: Asked) => some(at(url, 'from'), 3, { links: { next: at(url, 'from') ? '' : '?from=3' } });
    expect((await asked(answer, { paging })).people).toEqual(ALL);
    const away = await asked(() => some(0, 3, { links: { next: 'https://evil.example/?from=3' } }), { paging });
    expect([away.code, away.seen]).toEqual(['paging_broken', ['/']]);
    expect(away.message).toBe(
      'The next page is said to be at evil.example, another host than that of the first, where credentials are never sent. Nobody was changed.',
    );
    expect((await asked(() => some(0, 3, { links: { next: { a: 1 } } }), { paging })).code).toBe('paging_broken');
  });

  it('by Link header too, whatever stands beside it, also for CSV', async () => {
    const paging = { type: 'link' };
    const link = '</?a=1,2>; title="x, y"; rel="prev", </?from=3>; foo=1; rel="last next"';
    const answer = ({ url }: Asked): Says => ({
      body: at(url, 'from') ? 'a\n2\n' : 'a\n1\n',
      headers: at(url, 'from') ? {} : { link },
    });
    const { people, code } = await asked(answer, { paging, format: 'csv', records: '' });
    expect([code, people]).toEqual(['ok', [{ a: '1' }, { a: '2' }]]);
  });

  it('that come twice are refused', async () => {
    const deaf = await asked(() => some(0, 3), { paging: { type: 'page' } });
    expect([deaf.code, deaf.seen.length]).toEqual(['paging_broken', 2]);
    expect(deaf.message).toBe(
      'Page 2 has the same people as an earlier one. The data source does not heed how the next page is asked for: check the paging. Nobody was changed.',
    );
    const next = (_: Asked, nth: number) => some(nth, 1, { next: ['a', 'b', 'a', 'b'][nth] });
    const round = await asked(next, { paging: { type: 'cursor', path: 'next' } });
    expect([round.code, round.message]).toEqual(['paging_broken', expect.stringContaining('Page 4 is asked for like')]);
  });

  it('have a limit', async () => {
    const paging = { type: 'page', max_pages: 3 };
    const { code, message, seen } = await asked((_, nth) => some(nth, 1), { paging });
    expect([code, seen.length, message]).toEqual(['paging_limit', 3, expect.stringContaining('more than 3 pages')]);
  });

  it('that are fewer people than declared are incomplete', async () => {
    const paging = { type: 'offset' };
    const answer = ({ url }: Asked) => some(at(url, 'offset'), 3, { total: 6 });
    const { code, message } = await asked(answer, { paging, total: 'total' });
    expect([code, message]).toEqual(['feed_incomplete', expect.stringContaining('it has 6 people, but delivered 5')]);
  });

  it('that break are named by number', async () => {
    const answer = (_: Asked, nth: number) => (nth === 1 ? { body: '{"data":[' } : some(nth, 1));
    const { code, message } = await asked(answer, { paging: { type: 'page' } });
    expect([code, message]).toEqual(['feed_incomplete', expect.stringMatching(/^On page 2: The data ended too early/)]);
  });

  it('wait when they are asked to', async () => {
    const answer = ({ url }: Asked, nth: number) =>
      nth === 1 ? { body: 'slowly', status: 429, headers: { 'retry-after': '7' } } : some(at(url, 'offset'), 3);
    const { people, sleptInAll } = await asked(answer, { paging: { type: 'offset' } });
    expect(people).toEqual(ALL);
    expect(sleptInAll()).toBeGreaterThanOrEqual(7000);
  });
});
