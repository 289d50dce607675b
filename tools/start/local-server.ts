import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Binds a port for a moment. @param port 0 for any @returns the port, or null when it is taken */
function bindPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : null;
      server.close(() => resolve(bound));
    });
  });
}

export const isPortFree = async (port: number): Promise<boolean> => (await bindPort(port)) !== null;

/** @param preferred 0 for any @returns this port, or any other one when it is taken */
export async function freePort(preferred: number): Promise<number> {
  const port = (await bindPort(preferred)) ?? (await bindPort(0));
  if (port === null) throw new Error('No port is free on 127.0.0.1.');
  return port;
}

/**
 * Waits until a server answers. Each attempt has a timeout of its own: a Worker whose first build failed takes requests and
 * never answers them.
 * @param failure says why waiting is of no use any more, or null
 */
export async function waitUntilUp(
  url: string,
  seconds: number,
  failure: () => string | null = () => null,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(3000) });
      await response.body?.cancel();
      if (response.status < 500) return;
    } catch {
      // Not up yet.
    }
    const reason = failure();
    if (reason) throw new Error(reason);
    await wait(100);
  }
  throw new Error(`${url} did not answer within ${seconds} seconds.`);
}

const QUARTER_HOUR = 15 * 60 * 1000;

/** Local Workers get no cron: posts the event that the platform would, every quarter of an hour or every TICK_MS. */
export function startLocalCron(app: string): void {
  const url = `${app}/cdn-cgi/local/scheduled?cron=${encodeURIComponent('*/15 * * * *')}`;
  const tick = () =>
    fetch(url, { method: 'POST', signal: AbortSignal.timeout(30_000) }).then((response) => response.body?.cancel());
  // A tick that fails shows in the log of the Worker; the next one comes anyway.
  setInterval(() => tick().catch(() => {}), Number(process.env.TICK_MS ?? QUARTER_HOUR)).unref();
}
