import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork } from '../../../../examples/wrapper-worker/src/network.ts';
import type { WrapperExchange } from '../../../../src/sources/custom/wrapper-stream.ts';
import { serveWith } from '../../../fixtures/sources.ts';

let server: Awaited<ReturnType<typeof serveWith>>;
let asked = 0;
beforeAll(async () => {
  server = await serveWith((request, response) => {
    asked++;
    if (request.url?.startsWith('/busy') && asked < 3) response.writeHead(429, { 'retry-after': '0' }).end('wait');
    else if (request.url?.startsWith('/never')) response.writeHead(503, { 'retry-after': '0' }).end('closed');
    else if (request.url?.startsWith('/away')) response.writeHead(302, { location: 'https://evil.example/' }).end();
    else
      response.writeHead(request.url === '/no' ? 401 : 200).end(`${request.method} ${request.headers['x-via'] ?? ''}`);
  });
});
afterAll(() => server[Symbol.asyncDispose]());

async function get(path: string, send: typeof fetch = fetch) {
  asked = 0;
  const logged: WrapperExchange[] = [];
  const response = await createNetwork(send).fetch(server.url + path, {}, (exchange) => logged.push(exchange));
  return { status: response.status, text: await response.text(), logged };
}

describe('requests of the example Worker', () => {
  test('are logged without query values, and tried again when told to', async () => {
    const { status, logged } = await get('/busy?key=secret');
    expect(status).toBe(200);
    expect(logged.map(({ status, attempt, url }) => [status, attempt, url])).toEqual([
      [429, 1, `${server.url}/busy?key=…`],
      [429, 2, `${server.url}/busy?key=…`],
      [200, 3, `${server.url}/busy?key=…`],
    ]);
  });

  test('give refusals to the wrapper, and never follow a redirect', async () => {
    expect((await get('/no')).status).toBe(401);
    expect((await get('/away')).status).toBe(302);
  });

  test('fail under a code that Rollcall knows', async () => {
    await expect(get('/never')).rejects.toMatchObject({
      code: 'source_answered_error',
      message: expect.stringContaining('closed'),
    });
    expect(asked).toBe(4);
  });

  test('go by another way when the Worker has one', async () => {
    const proxy: typeof fetch = (input, init) => fetch(input, { ...init, headers: { 'x-via': 'proxy' } });
    expect((await get('/', proxy)).text).toBe('GET proxy');
  });
});
