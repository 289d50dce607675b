import { createServer } from 'node:net';

/** Binds and lets go: the port that was free, or null when it is taken. 0 asks for any. */
function tryPort(port: number): Promise<number | null> {
  return new Promise((done, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') done(null);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : null;
      server.close(() => done(bound));
    });
  });
}

export const isFree = async (port: number): Promise<boolean> => (await tryPort(port)) !== null;

/** The port wished for, or any other when that one is taken. */
export async function freePort(wished: number): Promise<number> {
  const port = (await tryPort(wished)) ?? (await tryPort(0));
  if (port === null) throw new Error('No port is free on 127.0.0.1.');
  return port;
}
