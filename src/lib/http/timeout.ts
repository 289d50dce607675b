import type { HttpContext } from './context.ts';

/** What waiting needs of the world. */
interface TimeoutContext extends Pick<HttpContext, 'alive'> {
  limits: Pick<HttpContext['limits'], 'heartbeat'>;
}

export type WaitResult<Value> =
  | { is: 'here'; value: Value }
  | { is: 'broke'; error: unknown }
  | { is: 'stalled' }
  | { is: 'unwanted' };

/**
 * Waits for something of the network for so many milliseconds, asking at every heartbeat whether it is still wanted.
 * A failure of what was waited for is a value; what `alive` throws is breakage of ours, and passes through.
 */
export async function withTimeout<Value>(
  what: Promise<Value>,
  limit: number,
  world: TimeoutContext,
): Promise<WaitResult<Value>> {
  const { heartbeat } = world.limits;
  const arrived = what.then(
    (value): WaitResult<Value> => ({ is: 'here', value }),
    (error: unknown): WaitResult<Value> => ({ is: 'broke', error }),
  );
  for (let waited = 0; waited < limit; ) {
    const turn = Math.min(heartbeat, limit - waited);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = new Promise<null>((done) => {
      timer = setTimeout(() => done(null), turn);
    });
    try {
      const first = await Promise.race([arrived, tick]);
      if (first) return first;
    } finally {
      clearTimeout(timer);
    }
    waited += turn;
    if (waited < limit && !(await world.alive())) return { is: 'unwanted' };
  }
  return { is: 'stalled' };
}

/** Sleeps between attempts, in pieces no longer than a heartbeat. @returns false when unwanted meanwhile. */
export async function pause(milliseconds: number, world: HttpContext): Promise<boolean> {
  for (let left = milliseconds; left > 0; left -= world.limits.heartbeat) {
    if (!(await world.alive())) return false;
    await world.sleep(Math.min(left, world.limits.heartbeat));
  }
  return world.alive();
}
