import { describe, expect, it } from 'vitest';
import { readBody } from '../../../../src/lib/http/body.ts';
import { HTTP_LIMITS, type HttpContext } from '../../../../src/lib/http/context.ts';

const world: HttpContext = {
  fetch: globalThis.fetch,
  allowPrivateHosts: true,
  log: () => {},
  sleep: async () => {},
  shouldContinue: async () => true,
  limits: { ...HTTP_LIMITS, idleTimeout: 200, heartbeatInterval: 50 },
};

/** A body as workerd gives it: `readAtLeast` holds back until it has enough. Pieces come `every` milliseconds. */
function workerd(pieces: number, size: number, every: number) {
  const asked: number[] = [];
  let cancelled = 0;
  let left = pieces;
  const reader = {
    async readAtLeast(least: number, view: Uint8Array<ArrayBuffer>) {
      asked.push(least);
      let filled = 0;
      while (left > 0 && filled < least && filled + size <= view.length) {
        if (every > 0 && left < pieces) await new Promise((done) => setTimeout(done, every));
        filled += size;
        left--;
      }
      return { value: new Uint8Array(view.buffer, 0, filled), done: left === 0 };
    },
    cancel: async () => void cancelled++,
  };
  const response = new Response(null);
  Object.defineProperty(response, 'body', { value: { getReader: () => reader } });
  return { response, asked, cancelled: () => cancelled };
}

describe('the body of a response in workerd', () => {
  it('is read in large blocks when it is fast', async () => {
    const { response, asked } = workerd(3000, 1000, 0);
    expect(await readBody(response, world, () => true)).toEqual({
      ok: true,
      value: { bytes: 3_000_000, end: 'complete' },
    });
    expect(asked.at(0)).toBe(1);
    expect(Math.max(...asked)).toBe(256 * 1024);
  });

  it('is not taken for stalled when it is slow but steady', async () => {
    const { response, asked } = workerd(40, 3000, 20);
    expect(await readBody(response, world, () => true)).toMatchObject({ ok: true, value: { bytes: 120_000 } });
    expect(Math.max(...asked)).toBeLessThan(60_000);
  });

  it('is released whatever happens', async () => {
    const enough = workerd(5, 10, 0);
    expect(await readBody(enough.response, world, () => false)).toMatchObject({ ok: true, value: { end: 'enough' } });
    const broken = workerd(5, 10, 0);
    const taking = readBody(broken.response, world, () => {
      throw new Error('no room');
    });
    await expect(taking).rejects.toThrow('no room');
    const silent = workerd(5, 10, 1000);
    expect(await readBody(silent.response, world, () => true)).toMatchObject({
      ok: false,
      fault: { code: 'source_stalled' },
    });
    expect([enough.cancelled(), broken.cancelled(), silent.cancelled()]).toEqual([1, 1, 1]);
  });
});
