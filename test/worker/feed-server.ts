import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTls } from 'node:https';
import { createServer as createSilent, type Socket } from 'node:net';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createHr } from '../../tools/hr/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Serves whatever a test put there: a data source over real HTTP. */
    feeds: string;
    hr: string;
    /** HTTPS with a certificate that nobody vouches for. */
    selfSigned: string;
    /** Takes connections and never says a word. */
    silent: string;
    /** A port that nobody listens on. */
    closed: string;
  }
}

/** Two real HTTP servers beside workerd: one whose answers tests choose byte by byte, and the fake HR system. */
export default async function setup(project: TestProject) {
  const bodies = new Map<string, Buffer>();
  const feeds = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const { pathname, searchParams } = new URL(path, 'http://feeds.invalid');
    if (pathname === '/redirect') {
      const location = searchParams.get('to') ?? path;
      return response.writeHead(307, { location }).end();
    }
    if (pathname.startsWith('/echo/')) {
      const asked = searchParams.has('heard');
      if (!asked) bodies.set(pathname, Buffer.from(JSON.stringify({ ...request.headers, method: request.method })));
      return response.end(asked ? bodies.get(pathname) : '[{"id":1}]');
    }
    if (request.method === 'PUT') {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      bodies.set(path, Buffer.concat(parts));
      return response.writeHead(204).end();
    }
    const body = bodies.get(path);
    if (!body) return response.writeHead(404, { 'content-type': 'text/plain' }).end('no such feed');
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  }).listen(0, '127.0.0.1');
  const hr = createHr({ people: 50 }).listen(0, '127.0.0.1');
  const pem = (name: string) => readFileSync(join(import.meta.dirname, `../fixtures/tls/${name}.pem`));
  const selfSigned = createTls({ key: pem('key'), cert: pem('cert') }, (_, response) => response.end('[]')).listen(
    0,
    '127.0.0.1',
  );
  const held = new Set<Socket>();
  const silent = createSilent((socket) => void held.add(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  const closed = createSilent().listen(0, '127.0.0.1');
  const ports = await Promise.all(
    [feeds, hr, selfSigned, silent, closed].map(async (server) => {
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' ? address?.port : '';
    }),
  );
  closed.close();
  project.provide('feeds', `http://127.0.0.1:${ports[0]}`);
  project.provide('hr', `http://127.0.0.1:${ports[1]}`);
  project.provide('selfSigned', `https://127.0.0.1:${ports[2]}`);
  project.provide('silent', `http://127.0.0.1:${ports[3]}`);
  project.provide('closed', `http://127.0.0.1:${ports[4]}`);
  return () => {
    for (const socket of held) socket.destroy();
    silent.close();
    for (const server of [feeds, hr, selfSigned]) {
      server.closeAllConnections();
      server.close();
    }
  };
}
