const BUFFER_SIZE = 256 * 1024;

export type BlockStream<End> = AsyncGenerator<Uint8Array, End, void>;

/** @throws when the stream fails */
export async function* streamBlocks<End>(stream: ReadableStream<Uint8Array>, end: End): BlockStream<End> {
  const reader = blockReaderOf(stream);
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (value && value.length > 0) yield value;
      if (done) return end;
    }
  } finally {
    await reader.cancel();
  }
}

// The default reader of workerd gives 4 KB at a time, which costs more than processing them.
function blockReaderOf(stream: ReadableStream<Uint8Array>) {
  try {
    const reader = stream.getReader({ mode: 'byob' });
    return { read: () => reader.read(new Uint8Array(BUFFER_SIZE)), cancel: () => reader.cancel().catch(() => {}) };
  } catch {
    const reader = stream.getReader();
    return { read: () => reader.read(), cancel: () => reader.cancel().catch(() => {}) };
  }
}
