import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { problemSchema } from '../../../src/api/shared/problem.ts';
import { createApiClient } from '../harness/api-client.ts';
import { visit } from '../harness/tenant.ts';

afterEach(() => void vi.restoreAllMocks());

describe('a problem of the API', () => {
  test('says what it is, what happened, and what to quote', async () => {
    const { call } = await createApiClient();
    const answer = await call('GET', '/syncs/7');
    expect(answer.type).toBe('application/problem+json');
    expect(problemSchema.parse(answer.body)).toEqual({
      type: 'urn:rollcall:problem:not_found',
      title: 'Not found',
      status: 404,
      detail: 'There is no such sync.',
      code: 'not_found',
      request_id: answer.headers.get('X-Request-Id'),
    });
  });

  test.each(['/nothing', '', '/', '/syncs/1/undo', '/users.xlsx'])(
    'is the answer where nothing is: %s',
    async (path) => {
      const { call } = await createApiClient();
      expect((await call('GET', path)).body).toMatchObject({ status: 404, code: 'not_found' });
      expect((await call('PATCH', path, {})).body).toMatchObject({ status: 404, code: 'not_found' });
    },
  );

  test('is the answer to breakage, without a word of it, and the log has the same ID', async () => {
    const { call, store } = await createApiClient();
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await env.DB.prepare("insert into mappings values (?, 'workday', 1, '{\"secret-of-mine\"', null, 'x', 1)")
      .bind(store.tenant.id)
      .run();
    const answer = await call('GET', '/mapping?source=workday');
    expect(answer.body).toMatchObject({ status: 500, code: 'internal' });
    expect(answer.text).not.toMatch(/secret-of-mine|SyntaxError|\.ts/);
    expect(String(logged.mock.calls[0])).toContain(String(answer.body.request_id));
  });
});

describe('the body of a request', () => {
  const put = async (body: BodyInit, headers: Record<string, string>) => {
    const { root, token } = await createApiClient();
    const init = { method: 'PUT', body, headers: { Authorization: `Bearer ${token}`, ...headers } };
    const response = await visit(`${root}/settings`, init);
    return problemSchema.parse(await response.json());
  };
  const json = { 'Content-Type': 'application/json' };

  test.each([
    ['cut off', '{"time_zone":', 'not valid JSON'],
    ['with a comma too many', '{"time_zone":"UTC",}', 'not valid JSON, at position'],
    ['empty', '', 'empty'],
    ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'not valid UTF-8'],
    ['of lists that never end', '['.repeat(400_000), 'not valid JSON'],
  ])('is refused when it is no JSON: %s', async (_, body, sentence) => {
    const detail = expect.stringContaining(sentence);
    expect(await put(body, json)).toMatchObject({ status: 400, code: 'invalid_body', detail });
  });

  test('is not quoted when it is no JSON, since it may hold a secret', async () => {
    expect((await put('{"password":"hunter22", oops', json)).detail).not.toContain('hunter');
  });

  test('of 400,000 nested lists is refused and nothing more', async () => {
    expect(await put('['.repeat(400_000) + ']'.repeat(400_000), json)).toMatchObject({ status: 400 });
  });

  test('over 1 MB is 413, told or chunked', async () => {
    const large = JSON.stringify({ time_zone: 'x'.repeat(1_000_000) });
    expect(await put(large, json)).toMatchObject({ status: 413, code: 'invalid_body' });
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    void writer.write(new TextEncoder().encode(large)).then(
      () => writer.close(),
      () => undefined,
    );
    expect(await put(readable, json)).toMatchObject({ status: 413, code: 'invalid_body' });
  });

  test.each([undefined, 'application/x-www-form-urlencoded'])(
    'that is declared as %s and not JSON is 415',
    async (type) => {
      const body = new TextEncoder().encode('{"interval_hours":6}');
      expect(await put(body, type ? { 'Content-Type': type } : {})).toMatchObject({
        status: 415,
        code: 'invalid_body',
      });
    },
  );

  test.each([
    ['PUT', '/settings'],
    ['PUT', '/mapping?source=workday'],
    ['PUT', '/data-sources/workday'],
    ['POST', '/tokens'],
    ['POST', '/syncs'],
  ])('of %s %s that is text is 415, and an empty one is refused', async (method, path) => {
    const { call } = await createApiClient();
    expect((await call(method, path, 'x', { 'Content-Type': 'text/plain' })).body).toMatchObject({ status: 415 });
    const { status, body } = await call(method, path);
    // What has no required field does nothing.
    if (path === '/settings') expect(status).toBe(200);
    else expect([400, 409, 415], String(body.detail)).toContain(status);
  });
});
