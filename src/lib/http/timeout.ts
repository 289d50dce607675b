import type { HttpContext } from './context.ts';

interface TimeoutContext extends Pick<HttpContext, 'shouldContinue'> {
  limits: Pick<HttpContext['limits'], 'heartbeatInterval'>;
}

export type WaitResult<Value> =
  | { is: 'done'; value: Value }
  | { is: 'failed'; error: unknown }
  | { is: 'stalled' }
  | { is: 'cancelled' };

/**
 * Checks for cancellation at every heartbeat. A rejection is a value; what `shouldContinue` throws is breakage of ours,
 * and is thrown on.
 * @param timeout milliseconds
 */
export async function withTimeout<Value>(
  promise: Promise<Value>,
  timeout: number,
  context: TimeoutContext,
): Promise<WaitResult<Value>> {
  const { heartbeatInterval } = context.limits;
  const settled = promise.then(
    (value): WaitResult<Value> => ({ is: 'done', value }),
    (error: unknown): WaitResult<Value> => ({ is: 'failed', error }),
  );
  for (let waited = 0; waited < timeout; ) {
    const step = Math.min(heartbeatInterval, timeout - waited);
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
    if (waited < timeout && !(await context.shouldContinue())) return { is: 'cancelled' };
  }
  return { is: 'stalled' };
}

/** Checks for cancellation at every heartbeat. @returns false when cancelled */
export async function pause(milliseconds: number, context: HttpContext): Promise<boolean> {
  for (let remaining = milliseconds; remaining > 0; remaining -= context.limits.heartbeatInterval) {
    if (!(await context.shouldContinue())) return false;
    await context.sleep(Math.min(remaining, context.limits.heartbeatInterval));
  }
  return context.shouldContinue();
}
