import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultName } from './faults.ts';

const BLOCK = 64 * 1024;

/** What stands before and behind the records of an answer. */
export interface Frame {
  before: string;
  /** @param count records written. */
  after(count: number): string;
}

export interface Pace {
  /** Milliseconds between two pieces. */
  every: number;
  /** Bytes of a piece, about. */
  bytes: number;
}

/** Yields a whole document in pieces, with those faults in it that concern its framing. */
export function* documentOf(
  frame: Frame,
  records: Iterable<string>,
  fault: FaultName | null,
  middle: number,
): Generator<string, void> {
  yield frame.before;
  let count = 0;
  for (const record of records) {
    const separator = count === 0 ? '' : fault === 'broken' && count === middle ? '\n' : ',\n';
    if (fault === 'truncated' && count === middle) return yield separator + record.slice(0, record.length / 2);
    yield separator + record;
    count++;
  }
  yield frame.after(count);
}

/** Writes pieces as fast as they are taken, holding about 64 KB. @returns false when the other side went away. */
export async function write(response: ServerResponse, pieces: Iterable<string>, pace: Pace | null): Promise<boolean> {
  const most = pace?.bytes ?? BLOCK;
  let block = '';
  for (const piece of pieces) {
    block += piece;
    while (block.length >= most) {
      // Only a slow answer is cut to size; a fast one goes out as it comes.
      const size = pace ? pace.bytes : block.length;
      if (!(await send(response, block.slice(0, size)))) return false;
      block = block.slice(size);
      if (pace) await wait(pace.every);
    }
  }
  return block === '' || send(response, block);
}

async function send(response: ServerResponse, block: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(block)) return true;
  const gone = new AbortController();
  const stop = () => gone.abort();
  response.once('close', stop);
  try {
    await once(response, 'drain', { signal: gone.signal });
    return true;
  } catch {
    return false;
  } finally {
    response.off('close', stop);
  }
}
