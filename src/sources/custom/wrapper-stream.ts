import type { OptionValue, PersonKey, Wrapper, WrapperContext, WrapperRequest } from './wrapper.ts';

/** What Rollcall sends along with a call. */
export interface WrapperCall {
  secrets: Record<string, string>;
  options: Record<string, OptionValue>;
  today: string;
}

/** One request made, for the connection log: no query values, no credentials. */
export interface WrapperExchange {
  method: string;
  url: string;
  status: number | null;
  milliseconds: number;
  bytes: number;
  attempt: number;
}

/** How a wrapper reaches the system: what its context is made of. */
export interface WrapperNetwork {
  fetch(url: string, init: WrapperRequest, log: (exchange: WrapperExchange) => void): Promise<Response>;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * A line of the stream that is no payload. A payload stands on its line as the object that it is; what is no object
 * stands in `payload`, where it cannot be mistaken. Only `end` makes a stream complete.
 */
export type StreamLine =
  | ['payload', unknown]
  | ['total', number]
  | ['exchange', WrapperExchange]
  | ['end', number]
  | ['failed', { message: string; code: string | null }];

const BLOCK_BYTES = 32 * 1024;
/** Milliseconds after which what there is goes out, however little. */
const MAX_DELAY = 1000;
const MAX_MESSAGE = 2000;

/** Everybody, as lines of JSON; see `StreamLine`. Nothing runs before it is read, nor faster than it is read. */
export const peopleStream = (
  wrapper: Wrapper,
  call: WrapperCall,
  network: WrapperNetwork,
): ReadableStream<Uint8Array> => streamOf((context) => wrapper.people(context), call, network);

/** One person, as a stream of one payload or none. */
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

type Payloads = (context: WrapperContext) => AsyncIterable<unknown>;

function streamOf(payloads: Payloads, call: WrapperCall, network: WrapperNetwork): ReadableStream<Uint8Array> {
  let lines: string[] = [];
  const addLine = (line: StreamLine) => void lines.push(JSON.stringify(line));
  const context = contextOf(call, network, addLine);
  let iterator: AsyncIterator<unknown> | null = null;
  let count = 0;

  /** @returns false behind the last payload. */
  async function step(): Promise<boolean> {
    iterator ??= payloads(context)[Symbol.asyncIterator]();
    const { value, done } = await iterator.next();
    if (done) return false;
    count++;
    lines.push(lineOf(value, count));
    return true;
  }

  async function fill(controller: ReadableByteStreamController): Promise<void> {
    const began = Date.now();
    let more = true;
    try {
      for (let length = 0, counted = 0; more && length < BLOCK_BYTES && Date.now() - began < MAX_DELAY; ) {
        more = await step();
        for (; counted < lines.length; counted++) length += lines[counted]?.length ?? 0;
      }
      if (!more) addLine(['end', count]);
    } catch (error) {
      more = false;
      addLine(['failed', failureOf(error)]);
    }
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
    lines = [];
    controller.enqueue(bytes);
    if (!more) controller.close();
  }

  // Not awaited: a wrapper that hangs would hang whoever gives up on it.
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

function lineOf(payload: unknown, nth: number): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(payload);
  } catch {}
  if (text === undefined) throw new Error(`Payload ${nth} cannot be written as JSON.`);
  return text.startsWith('{') ? text : JSON.stringify(['payload', JSON.parse(text)] satisfies StreamLine);
}

function failureOf(error: unknown): { message: string; code: string | null } {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const message = error instanceof Error ? error.message : String(error);
  return { message: message.slice(0, MAX_MESSAGE), code };
}
