import { describe, expect, it } from 'vitest';
import {
  acceptedHttpApi,
  collectingSink,
  readHttpApi,
  requireSource,
  serveWith,
  sourceContext,
} from '../../fixtures/sources.ts';

describe('an HTTP API that answers otherwise', () => {
  it('may redirect, three times, and takes credentials nowhere else', async () => {
    const seen: unknown[] = [];
    await using other = await serveWith((request, response) => {
      seen.push(request.headers.authorization, request.headers['x-api-key']);
      if (request.url === '/open') response.end('[1]');
      else response.writeHead(401).end('<b>who are you?</b>');
    });
    await using server = await serveWith((request, response) => {
      const to: Record<string, string> = {
        '/1': '/2',
        '/2': `${other.url}/open`,
        '/deny': `${other.url}/deny`,
        '/loop': '/loop',
      };
      const location = to[request.url ?? ''] ?? 'ftp://x.example/';
      response.writeHead(302, { location }).end();
    });
    const body = { auth: { type: 'bearer', token: 'tok-1' }, headers: { 'x-api-key': 'k' } };
    const through = await readHttpApi({ ...body, url: `${server.url}/1` });
    expect(through.code).toBe('ok');
    expect(through.logged.map(({ status }) => status)).toEqual([302, 302, 200]);
    const denied = await readHttpApi({ ...body, url: `${server.url}/deny` });
    expect([denied.code, denied.message]).toEqual([
      'source_refused_credentials',
      expect.stringContaining('redirected to another host'),
    ]);
    expect(seen).toEqual([undefined, undefined, undefined, undefined]);
    const loop = await readHttpApi({ ...body, url: `${server.url}/loop` });
    expect([loop.code, loop.logged.length]).toEqual(['source_redirects', 4]);
    expect((await readHttpApi({ ...body, url: `${server.url}/away` })).code).toBe('source_url_invalid');
  });

  it('has its address checked at each redirect', async () => {
    await using server = await serveWith((_, response) =>
      response.writeHead(307, { location: 'http://169.254.169.254/x' }).end(),
    );
    const { context } = sourceContext();
    const fetched: string[] = [];
    const inside: typeof fetch = async (input) => {
      fetched.push(String(input));
      return fetch(server.url, { redirect: 'manual' });
    };
    const asPublic = { ...context, allowPrivateHosts: false, fetch: inside };
    const result = await requireSource('http-api').people(
      acceptedHttpApi('https://hr.example.com/x'),
      collectingSink(),
      asPublic,
    );
    expect(result).toMatchObject({ ok: false, fault: { code: 'source_url_private' } });
    expect(fetched).toEqual(['https://hr.example.com/x']);
    const direct = await requireSource('http-api').people(acceptedHttpApi(server.url), collectingSink(), asPublic);
    expect(direct).toMatchObject({ ok: false, fault: { code: 'source_url_private' } });
    expect(fetched).toHaveLength(1);
  });

  it('never has its secrets quoted', async () => {
    await using server = await serveWith((request, response) => {
      response.writeHead(403).end(`no: ${request.headers.authorization} at ${request.url}\u0007 ${'x'.repeat(400)}`);
    });
    const { code, message } = await readHttpApi({
      url: `${server.url}/?key=hunter22`,
      auth: { type: 'bearer', token: 'tok-9' },
    });
    expect(code).toBe('source_refused_credentials');
    expect(message).toContain('no: Bearer ••• at /?key=•••');
    expect(message.length).toBeLessThan(360);
  });

  it.each([
    [404, 'source_answered_error', 1],
    [400, 'source_answered_error', 1],
    [502, 'source_answered_error', 3],
    [503, 'source_answered_error', 4],
    [304, 'source_answered_error', 1],
  ])('that answers %i: %s, asked %i times', async (status, wanted, times) => {
    await using server = await serveWith((_, response) => response.writeHead(status).end());
    const { code, logged, message } = await readHttpApi({}, server.url);
    expect([code, logged.length]).toEqual([wanted, times]);
    expect(message).toContain(`status ${status}`);
  });

  it('that does not answer, or is not there', async () => {
    await using mute = await serveWith(() => {});
    const { code, sink } = await readHttpApi({}, mute.url);
    expect(code).toBe('source_stalled');
    expect(sink.asked).toBeGreaterThan(2);
    await using rude = await serveWith((request) => request.socket.destroy());
    const cut = await readHttpApi({}, rude.url);
    expect([cut.code, cut.logged.length]).toEqual(['source_unreachable', 3]);
    const { url } = rude;
    await rude[Symbol.asyncDispose]();
    expect((await readHttpApi({}, url)).message).toContain('refused the connection');
  });

  it('that says nothing, or something else, fails in words', async () => {
    const bodies: [string, string][] = [
      ['', 'feed_incomplete'],
      ['OK', 'source_not_json'],
      ['null', 'records_not_found'],
      ['[1]{', 'feed_broken'],
    ];
    for (const [body, wanted] of bodies) {
      await using server = await serveWith((_, response) => response.end(body));
      expect((await readHttpApi({}, server.url)).code).toBe(wanted);
    }
  });
});
