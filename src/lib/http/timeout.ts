import type { HttpContext } from './context.ts';

interface TimeoutContext extends Pick<HttpContext, 'alive'> {
  limits: Pick<HttpContext['limits'], 'heartbeat'>;
}

export type WaitResult<Value> =
  | { is: 'done'; value: Value }
  | { is: 'failed'; error: unknown }
  | { is: 'stalled' }
  | { is: 'cancelled' };

/**
 * Waits for something of the network for so many milliseconds, checking at every heartbeat for cancellation.
 * A rejection is a value; what `alive` throws is breakage of ours, and passes through.
 */
export async function withTimeout<Value>(
  promise: Promise<Value>,
  limit: number,
  context: TimeoutContext,
): Promise<WaitResult<Value>> {
  const { heartbeat } = context.limits;
  const settled = promise.then(
    (value): WaitResult<Value> => ({ is: 'done', value }),
    (error: unknown): WaitResult<Value> => ({ is: 'failed', error }),
  );
  for (let waited = 0; waited < limit; ) {
    const step = Math.min(heartbeat, limit - waited);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = new Promise<null>((done) => {
      timer = setTimeout(() => done(null), step);
    });
    try {
      const first = await Promise.race([settled, tick]);
      if (first) return first;
    } finally {
      clearTimeout(timer);
    }
    waited += step;
    if (waited < limit && !(await context.alive())) return { is: 'cancelled' };
  }
  return { is: 'stalled' };
}

/** Sleeps between attempts, in pieces no longer than a heartbeat. @returns false when cancelled meanwhile. */
export async function pause(milliseconds: number, context: HttpContext): Promise<boolean> {
  for (let left = milliseconds; left > 0; left -= context.limits.heartbeat) {
    if (!(await context.alive())) return false;
    await context.sleep(Math.min(left, context.limits.heartbeat));
  }
  return context.alive();
}
