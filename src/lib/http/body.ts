import { fail, ok, type Result } from '../result.ts';
import type { HttpContext } from './context.ts';
import { type HttpFault, httpFault } from './fault.ts';
import { withTimeout } from './timeout.ts';

const BUFFER_BYTES = 256 * 1024;
/** Milliseconds for a block; when reading takes longer, smaller ones are requested. */
const TARGET_BLOCK_TIME = 250;

interface BodyEnd {
  bytes: number;
  /** `enough`: `onBlock` stopped it. */
  end: 'complete' | 'enough' | 'cancelled';
}

/**
 * @param onBlock gets each block, valid during the call only; returns false to stop reading
 * @returns faults `source_stalled`, `source_too_large`, `feed_incomplete` (cut off, or shorter than declared)
 */
export async function readBody(
  response: Response,
  context: HttpContext,
  onBlock: (block: Uint8Array) => boolean,
): Promise<Result<BodyEnd, HttpFault>> {
  const blocks = bodyReaderOf(response, Math.min(TARGET_BLOCK_TIME, context.limits.idleTimeout / 4));
  try {
    const read = await readBlocks(blocks, context, onBlock);
    if (!read.ok || read.value.end !== 'complete') return read;
    // With a Content-Encoding, Content-Length counts the encoded bytes.
    const declared = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
    const { bytes } = read.value;
    return declared !== null && bytes < Number(declared) ? fail(bodyTruncated(bytes, Number(declared))) : read;
  } finally {
    await blocks.cancel();
  }
}

async function readBlocks(
  blocks: BodyReader,
  context: HttpContext,
  onBlock: (block: Uint8Array) => boolean,
): Promise<Result<BodyEnd, HttpFault>> {
  const { limits } = context;
  for (let bytes = 0; ; ) {
    const timeout = bytes === 0 ? limits.firstByteTimeout : limits.idleTimeout;
    const step = await withTimeout(blocks.read(), timeout, context);
    if (step.is === 'failed') return fail(bodyTruncated(bytes));
    if (step.is === 'cancelled') return ok({ bytes, end: 'cancelled' });
    if (step.is === 'stalled') return fail(httpFault('source_stalled', { case: 'body', timeout, bytes }, { bytes }));
    const { block, done } = step.value;
    bytes += block.length;
    if (bytes > limits.maxBytes)
      return fail(httpFault('source_too_large', { case: 'body', limit: limits.maxBytes }, { bytes }));
    if (block.length > 0 && !onBlock(block)) return ok({ bytes, end: 'enough' });
    if (done) return ok({ bytes, end: 'complete' });
    if (!(await context.shouldContinue())) return ok({ bytes, end: 'cancelled' });
  }
}

const bodyTruncated = (bytes: number, declared: number | null = null): HttpFault =>
  httpFault('feed_incomplete', { case: 'body', bytes, declared }, { bytes });

interface BodyBlock {
  block: Uint8Array;
  done: boolean;
}
interface BodyReader {
  read(): Promise<BodyBlock>;
  cancel(): Promise<void>;
}

const NO_BYTES = new Uint8Array(0);
const ignoreErrors = (closing: Promise<void>): Promise<void> =>
  Promise.race([closing.catch(() => {}), Promise.resolve()]);

function bodyReaderOf({ body }: Response, targetTime: number): BodyReader {
  if (!body) return { read: async () => ({ block: NO_BYTES, done: true }), cancel: async () => {} };
  try {
    return largeBlocks(body.getReader({ mode: 'byob' }), targetTime);
  } catch {
    const reader = body.getReader();
    return {
      read: async () => {
        const { value, done } = await reader.read();
        return { block: value instanceof Uint8Array ? value : NO_BYTES, done };
      },
      cancel: () => ignoreErrors(reader.cancel()),
    };
  }
}

// The default reader of workerd gives 4 KB at a time, which costs seven times as much as splitting them. The minimum to
// wait for follows the speed of the connection, because a slow one must not run into the idle timeout.
function largeBlocks(reader: ReadableStreamBYOBReader, targetTime: number): BodyReader {
  let buffer = new ArrayBuffer(BUFFER_BYTES);
  let minimum = 1;
  const readAtLeast: unknown = Reflect.get(reader, 'readAtLeast');
  return {
    read: async () => {
      const startedAt = Date.now();
      const view = new Uint8Array(buffer);
      const { value, done } =
        typeof readAtLeast === 'function' ? await reader.readAtLeast(minimum, view) : await reader.read(view);
      if (!value) return { block: NO_BYTES, done: true };
      const elapsed = Math.max(1, Date.now() - startedAt);
      // A block that was buffered already says nothing about the speed, so the minimum grows by steps.
      const withinTarget = Math.floor(value.length * (targetTime / elapsed));
      minimum = Math.max(1, Math.min(BUFFER_BYTES, withinTarget, minimum * 4));
      buffer = value.buffer;
      return { block: value, done };
    },
    cancel: () => ignoreErrors(reader.cancel()),
  };
}
