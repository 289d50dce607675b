import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { createHr } from '../../tools/hr/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Serves whatever a test put there: a data source over real HTTP. */
    feeds: string;
    hr: string;
  }
}

/** Two real HTTP servers beside workerd: one whose answers tests choose byte by byte, and the fake HR system. */
export default async function setup(project: TestProject) {
  const bodies = new Map<string, Buffer>();
  const feeds = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (request.method === 'PUT') {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      bodies.set(path, Buffer.concat(parts));
      return response.writeHead(204).end();
    }
    const body = bodies.get(path);
    if (!body) return response.writeHead(404, { 'content-type': 'text/plain' }).end('no such feed');
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  const hr = createHr({ people: 50 }).listen(0, '127.0.0.1');
  const addresses = await Promise.all(
    [feeds, hr].map(async (server) => {
      await once(server, 'listening');
      const address = server.address();
      return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    }),
  );
  project.provide('feeds', addresses[0] ?? '');
  project.provide('hr', addresses[1] ?? '');
  return () => {
    for (const server of [feeds, hr]) {
      server.closeAllConnections();
      server.close();
    }
  };
}
