import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import {
  acceptedWorkday,
  collectingSink,
  readHttpApi,
  requireSource,
  serveWith,
  sourceContext,
} from '../../fixtures/sources.ts';

interface Said {
  status?: number;
  body: object | string;
}
const hour = (access_token: string, more: object = {}): Said => ({
  body: { access_token, token_type: 'Bearer', expires_in: 3600, ...more },
});

/** A token URL that answers in turn, and an API at / that takes one access token. */
async function provider(answers: Said[], good: string) {
  const asked: { form: string; authorization: string | undefined }[] = [];
  const tokens: (string | undefined)[] = [];
  const form = async (request: IncomingMessage) =>
    asked.push({ form: await text(request), authorization: request.headers.authorization });
  const server = await serveWith(async (request, response) => {
    if (request.url === '/token') {
      await form(request);
      const { status = 200, body } = answers[asked.length - 1] ?? { status: 500, body: 'asked too often' };
      return response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    }
    tokens.push(request.headers.authorization);
    if (request.headers.authorization !== `Bearer ${good}`) return response.writeHead(401).end('token expired');
    response.end('{"Report_Entry":[{"a":1}]}');
  });
  return Object.assign(server, { asked, tokens });
}

const REFRESH = { type: 'oauth2_refresh', client_id: 'c', client_secret: 'cs-12345', refresh_token: 'rt-1' };

async function report(url: string, secrets: object = {}) {
  const world = sourceContext({ firstByteTimeout: 500, idleTimeout: 300, heartbeatInterval: 50 });
  const stored = acceptedWorkday(url, { auth: { ...REFRESH, token_url: `${url}/token` } });
  const now = { ...stored, secrets: { ...stored.secrets, ...secrets } };
  const result = await requireSource('workday').people(now, collectingSink(), world.context);
  const [code, message] = result.ok ? ['ok', ''] : [result.fault.code, describeFault(result.fault)];
  return { ...world, code, message };
}
const until = (seconds: number): number => Date.now() + seconds * 1000;

describe('a refresh token', () => {
  it('gets an access token, which serves the next sync too, shortly before it expires no more', async () => {
    await using server = await provider([hour('at-1'), hour('at-1')], 'at-1');
    const { code, kept, logged } = await report(server.url);
    expect([code, server.tokens]).toEqual(['ok', ['Bearer at-1']]);
    expect(server.asked).toEqual([
      { form: 'grant_type=refresh_token&refresh_token=rt-1', authorization: `Basic ${btoa('c:cs-12345')}` },
    ]);
    expect(kept).toEqual([{ refresh_token: 'rt-1', access: expect.stringMatching(/^\d{13} at-1$/) }]);
    expect(logged.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 200],
      ['GET', 200],
    ]);
    const left = Number(/^\d+/.exec(JSON.stringify(kept[0]).split('"access":"')[1] ?? '')?.[0]) - Date.now();
    expect(left).toBeGreaterThan(3500_000);
    expect(left).toBeLessThan(3550_000);
    expect((await report(server.url, { access: `${until(5)} at-1` })).kept).toEqual([]);
    expect(server.asked).toHaveLength(1);
    await report(server.url, { access: `${until(-1)} at-1` });
    expect(server.asked).toHaveLength(2);
  });

  it('is replaced by its successor before the access token is used', async () => {
    await using server = await provider([hour('at-2', { refresh_token: 'rt-2' })], 'at-2');
    const { code, kept } = await report(server.url);
    expect([code, kept]).toEqual(['ok', [expect.objectContaining({ refresh_token: 'rt-2' })]]);
  });

  it('is used once more on a 401, and only once', async () => {
    await using server = await provider([hour('at-2')], 'at-2');
    const revoked = await report(server.url, { access: `${until(900)} at-1` });
    expect([revoked.code, server.tokens]).toEqual(['ok', ['Bearer at-1', 'Bearer at-2']]);
    await using never = await provider([hour('at-3'), hour('at-4'), hour('at-5')], 'none');
    const refused = await report(never.url);
    expect([refused.code, never.asked.length]).toEqual(['source_refused_credentials', 2]);
    expect(refused.message).toContain('token expired');
  });

  it.each([
    [400, '{"error":"invalid_grant"}', 'source_refused_credentials', 'It says: “{"error":"invalid_grant"}”.'],
    [401, 'rt-1 of cs-12345 is void', 'source_refused_credentials', 'It says: “••• of ••• is void”.'],
    [200, '<html>sign in</html>', 'source_answered_error', 'something that has none. Check the token URL.'],
    [200, '{"token":"x"}', 'source_answered_error', 'something that has none'],
    [404, '', 'source_answered_error', 'No access token could be had.'],
  ])('that is answered with %i %s ends as %s', async (status, body, code, words) => {
    await using server = await provider([{ status, body }], 'none');
    const got = await report(server.url);
    expect([got.code, got.message, server.asked.length]).toEqual([code, expect.stringContaining(words), 1]);
    expect(got.message).toMatch(/\.$/);
    const key = { employee_id: '1', email: null };
    const more = {
      single_person_url: `${server.url}/{employee_id}`,
      auth: { ...REFRESH, token_url: `${server.url}/no` },
    };
    const one = await requireSource('workday').person(acceptedWorkday(server.url, more), key, sourceContext().context);
    expect(one).toMatchObject({ ok: false, fault: { code: 'source_refused_credentials' } });
  });
});

describe('OAuth2 client credentials', () => {
  it('get an access token with a scope, in the form when that is chosen', async () => {
    await using server = await provider([hour('at-1')], 'at-1');
    const auth = {
      type: 'oauth2_client',
      token_url: `${server.url}/token`,
      client_id: 'c',
      client_secret: 's&1',
      client_auth: 'body',
      scope: 'people read',
    };
    const { code, kept } = await readHttpApi(
      { records: 'Report_Entry', auth, headers: { 'x-api-key': 'k' } },
      server.url,
    );
    expect(code).toBe('ok');
    const form = 'grant_type=client_credentials&scope=people+read&client_id=c&client_secret=s%261';
    expect(server.asked).toEqual([{ form, authorization: undefined }]);
    expect(kept).toEqual([expect.objectContaining({ client_secret: 's&1', headers: { 'x-api-key': 'k' } })]);
  });
});

it('are not the only way: a header key is sent, and never quoted', async () => {
  await using server = await serveWith((request, response) => {
    if (request.headers['x-key'] === 'k-12345') response.end('[1]');
    else response.writeHead(403).end(`no ${request.headers['x-key']}`);
  });
  const auth = (value: string) => ({ auth: { type: 'header', name: 'X-Key', value } });
  expect((await readHttpApi(auth('k-12345'), server.url)).code).toBe('ok');
  expect((await readHttpApi(auth('k-54321'), server.url)).message).toContain('“no •••”');
});
