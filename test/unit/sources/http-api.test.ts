import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startFakeHr } from '../../fixtures/local-server.ts';
import { readHttpApi, serveWith } from '../../fixtures/sources.ts';

describe('an HTTP API', () => {
  it('gives its people at a path, and checks their number', async () => {
    await using hr = await startFakeHr({ people: 500 });
    const body = { url: `${hr.url}/api/people`, records: 'data.people', auth: { type: 'bearer', token: 'hr-token' } };
    expect((await readHttpApi({ ...body, total: 'meta.total' })).result).toMatchObject({ value: { records: 500 } });
    expect((await readHttpApi({ ...body, total: 'meta.count' })).message).toContain('no number at “meta.count”');
    const half = await readHttpApi({ ...body, total: 'meta.total', url: `${body.url}?fault=half` });
    expect([half.code, half.message]).toEqual([
      'feed_incomplete',
      expect.stringContaining('has 500 people, but delivered 250'),
    ]);
    const elsewhere = await readHttpApi({ ...body, records: 'data.workers' });
    expect([elsewhere.code, elsewhere.message]).toEqual(['records_not_found', expect.stringContaining('“people”')]);
  });

  it('that declares more than it delivers is incomplete', async () => {
    await using server = await serveWith((_, response) => response.end('{"people":[{"a":1},{"a":2}],"total":"3"}'));
    const { code, message } = await readHttpApi({ records: 'people', total: 'total' }, server.url);
    expect([code, message]).toEqual(['feed_incomplete', expect.stringContaining('it has 3 people, but delivered 2')]);
  });

  it('is asked with its method, headers and a root array', async () => {
    const asked: unknown[] = [];
    await using server = await serveWith((request, response) => {
      asked.push([request.method, request.headers['x-api-key'], request.headers['x-v'], request.headers.accept]);
      response.end('\ufeff[1, 2]');
    });
    const body = { method: 'POST', headers: { 'X-Api-Key': 'k', 'X-V': '2', Accept: 'application/x+json' } };
    expect((await readHttpApi(body, server.url)).code).toBe('ok');
    expect(asked).toEqual([['POST', 'k', '2', 'application/x+json']]);
  });

  it('may be compressed, and its declared length then counts other bytes', async () => {
    const zipped = gzipSync(JSON.stringify(Array.from({ length: 1000 }, (_, id) => ({ id }))));
    await using server = await serveWith((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': zipped.length }).end(zipped);
    });
    expect((await readHttpApi({}, server.url)).result).toMatchObject({ ok: true, value: { records: 1000 } });
    await using cut = await serveWith((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped.subarray(0, 500));
    });
    expect((await readHttpApi({}, cut.url)).code).toBe('feed_incomplete');
  });
});
