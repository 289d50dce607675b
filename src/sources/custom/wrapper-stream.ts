import type { OptionValue, PersonKey, Wrapper, WrapperContext, WrapperRequest } from './wrapper.ts';

export interface WrapperCall {
  secrets: Record<string, string>;
  options: Record<string, OptionValue>;
  today: string;
}

/** Without query values and credentials. */
export interface WrapperExchange {
  method: string;
  url: string;
  status: number | null;
  milliseconds: number;
  bytes: number;
  attempt: number;
}

export interface WrapperNetwork {
  fetch(url: string, init: WrapperRequest, log: (exchange: WrapperExchange) => void): Promise<Response>;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * A line of the stream that is no payload. Payloads are lines of their own when they are objects; any other value is
 * wrapped in `payload`. Only `end`, with the number of payloads, makes a stream complete.
 */
export type StreamLine =
  | ['payload', unknown]
  | ['total', number]
  | ['exchange', WrapperExchange]
  | ['end', number]
  | ['failed', { message: string; code: string | null }];

const BLOCK_BYTES = 32 * 1024;
/** Milliseconds after which a block is sent even when it is not full. */
const MAX_DELAY = 1000;
const MAX_MESSAGE = 2000;

/** Lines of JSON, see `StreamLine`. Lazy, with backpressure. */
export const peopleStream = (
  wrapper: Wrapper,
  call: WrapperCall,
  network: WrapperNetwork,
): ReadableStream<Uint8Array> => streamOf((context) => wrapper.people(context), call, network);

/** One payload, or none when not found. */
export const personStream = (
  wrapper: Wrapper,
  key: PersonKey,
  call: WrapperCall,
  network: WrapperNetwork,
): ReadableStream<Uint8Array> => streamOf((context) => onePerson(wrapper, key, context), call, network);

async function* onePerson(wrapper: Wrapper, key: PersonKey, context: WrapperContext): AsyncGenerator<unknown, void> {
  const payload = await wrapper.person?.(key, context);
  if (payload !== null && payload !== undefined) yield payload;
}

type PayloadGenerator = (context: WrapperContext) => AsyncIterable<unknown>;

function streamOf(payloads: PayloadGenerator, call: WrapperCall, network: WrapperNetwork): ReadableStream<Uint8Array> {
  let lines: string[] = [];
  const addLine = (line: StreamLine) => void lines.push(JSON.stringify(line));
  const context = contextOf(call, network, addLine);
  let iterator: AsyncIterator<unknown> | null = null;
  let count = 0;

  /** @returns false after the last payload */
  async function step(): Promise<boolean> {
    iterator ??= payloads(context)[Symbol.asyncIterator]();
    const { value, done } = await iterator.next();
    if (done) return false;
    count++;
    lines.push(lineOf(value, count));
    return true;
  }

  async function fill(controller: ReadableByteStreamController): Promise<void> {
    const startedAt = Date.now();
    let hasMore = true;
    try {
      for (let length = 0, counted = 0; hasMore && length < BLOCK_BYTES && Date.now() - startedAt < MAX_DELAY; ) {
        hasMore = await step();
        for (; counted < lines.length; counted++) length += lines[counted]?.length ?? 0;
      }
      if (!hasMore) addLine(['end', count]);
    } catch (error) {
      hasMore = false;
      addLine(['failed', failureOf(error)]);
    }
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
    lines = [];
    controller.enqueue(bytes);
    if (!hasMore) controller.close();
  }

  // Not awaited: a wrapper that hangs would block its caller's cancellation.
  const cancel = () => void iterator?.return?.()?.then(null, () => {});
  return new ReadableStream({ type: 'bytes', pull: fill, cancel });
}

function contextOf(
  { secrets, options, today }: WrapperCall,
  network: WrapperNetwork,
  addLine: (line: StreamLine) => void,
): WrapperContext {
  return {
    fetch: (url, init = {}) => network.fetch(url, init, (exchange) => addLine(['exchange', exchange])),
    secret(name) {
      const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      if (value === undefined) throw new Error(`The wrapper asks for the secret “${name}”, which is not there.`);
      return value;
    },
    options,
    today,
    sleep: (milliseconds) => network.sleep(milliseconds),
    expect: (people) => addLine(['total', people]),
  };
}

function lineOf(payload: unknown, ordinal: number): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(payload);
  } catch {}
  if (text === undefined) throw new Error(`Payload ${ordinal} cannot be written as JSON.`);
  return text.startsWith('{') ? text : JSON.stringify(['payload', JSON.parse(text)] satisfies StreamLine);
}

function failureOf(error: unknown): { message: string; code: string | null } {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const message = error instanceof Error ? error.message : String(error);
  return { message: message.slice(0, MAX_MESSAGE), code };
}
