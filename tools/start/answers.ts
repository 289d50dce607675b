import { setTimeout as wait } from 'node:timers/promises';

/**
 * Waits until a server answers at all. Each attempt has its own limit: a Worker whose first build failed takes
 * requests and never answers them.
 * @param hopeless says why waiting on is of no use, once it is
 */
export async function answers(url: string, seconds: number, hopeless: () => string | null = () => null): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(3000) });
      await response.body?.cancel();
      if (response.status < 500) return;
    } catch {
      // Not up yet.
    }
    const reason = hopeless();
    if (reason) throw new Error(reason);
    await wait(100);
  }
  throw new Error(`${url} did not answer within ${seconds} seconds.`);
}
