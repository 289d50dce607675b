import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { hrFiles } from '../../tools/hr/sftp/files.ts';
import { createSftp, type RemoteFile } from '../../tools/hr/sftp/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** An SFTP server on 127.0.0.1: the files of the fake HR system, and whatever a test put there. */
    sftp: { port: number; hostKey: string; files: string };
  }
}

/** A real SFTP server beside workerd. A file that is PUT to `files` by HTTP lies at the same path. */
export default async function setup(project: TestProject) {
  const put = new Map<string, RemoteFile>();
  const hr = hrFiles({ people: 50, seed: 1, churn: 0 });
  const sftp = createSftp({
    fileAt: (path) => put.get(path) ?? hr.fileAt(path),
    list: (folder) => hr.list(folder),
    passwords: { hr: 'hr-secret' },
    keyHolders: ['key-holder'],
  });
  const files = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const modified = Math.floor(Date.now() / 1000) - 3600;
    put.set((request.url ?? '').slice(1), { bytes: Buffer.concat(parts), modified });
    response.writeHead(204).end();
  });
  const [port, filesPort] = await Promise.all(
    [sftp.server, files].map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address ? address.port : 0;
    }),
  );
  project.provide('sftp', { port: port ?? 0, hostKey: sftp.fingerprint, files: `http://127.0.0.1:${filesPort}` });
  return () => {
    sftp.close();
    files.closeAllConnections();
    files.close();
  };
}
