import { z } from 'zod';
import { FAULT_CODES, type Fault, type FaultCode, fault } from '../../domain/shared/fault.ts';
import { readBody } from '../../lib/http/body.ts';
import type { HttpContext } from '../../lib/http/context.ts';
import type { HttpFault } from '../../lib/http/fault.ts';
import { plainText } from '../../lib/http/redact.ts';
import { tryParseJson } from '../../lib/json.ts';
import type { SplitFault } from '../../lib/json-split/fault.ts';
import { NdjsonSplitter } from '../../lib/json-split/ndjson.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { FeedEnd, RecordSink } from '../source.ts';

const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;
const OPEN_BRACKET = 0x5b;

const count = z.int().min(0);
const text = z.string().max(2000);
const streamLine = z.union([
  z.tuple([z.literal('payload'), z.unknown()]),
  z.tuple([z.literal('total'), count]),
  z.tuple([
    z.literal('exchange'),
    z.object({
      method: text,
      url: text,
      status: z.int().nullable(),
      milliseconds: z.number(),
      bytes: count,
      attempt: count,
    }),
  ]),
  z.tuple([z.literal('end'), count]),
  z.tuple([z.literal('failed'), z.object({ message: z.string(), code: z.string().nullable() })]),
]);
type StreamLine = z.infer<typeof streamLine>;

/** Further ones are not logged: people read the log. */
const MAX_EXCHANGES = 2000;

/**
 * A stream without the line `end`, or with another number of payloads than it says, is incomplete. See `StreamLine` in
 * wrapper-stream.ts.
 */
export async function readWrapperStream(
  stream: ReadableStream<Uint8Array>,
  sink: RecordSink,
  http: HttpContext,
  faults: WrapperFaults,
): Promise<Result<FeedEnd, Fault>> {
  const state: StreamState = { records: 0, bytes: 0, total: null, end: null, failed: null, unknownLine: false };
  let exchanges = 0;
  const takePayload = (bytes: Uint8Array, start: number, end: number): void => {
    state.records++;
    sink.record(bytes, start, end);
  };
  const takeLine = ([kind, value]: StreamLine): void => {
    switch (kind) {
      case 'total':
        state.total = value;
        return;
      case 'end':
        state.end = value;
        return;
      case 'failed':
        state.failed = value;
        return;
      case 'exchange':
        if (++exchanges <= MAX_EXCHANGES) http.log({ waited: 0, count: 1, ...value, url: faults.redacted(value.url) });
        return;
      case 'payload': {
        const bytes = new TextEncoder().encode(JSON.stringify(value));
        takePayload(bytes, 0, bytes.length);
      }
    }
  };
  const splitter = new NdjsonSplitter(
    (bytes, start, end) => {
      if (bytes[start] !== OPEN_BRACKET) return takePayload(bytes, start, end);
      const line = parseLine(bytes.subarray(start, end));
      if (line) takeLine(line);
      else state.unknownLine = true;
    },
    MAX_PAYLOAD_BYTES,
    true,
  );
  const read = await readBody(new Response(stream), http, (block) => {
    state.bytes += block.length;
    return splitter.push(block) && !state.failed;
  });
  const { records, bytes } = state;
  if (read.ok && read.value.end === 'cancelled') return ok({ records, bytes, cancelled: true });
  const split = splitter.end();
  const wrong = faults.ofStream(
    state,
    read.ok ? null : read.fault,
    split.ok ? null : split.fault,
    http.limits.maxBytes,
  );
  return wrong ? fail(wrong) : ok({ records, bytes, cancelled: false });
}

const parseLine = (bytes: Uint8Array): StreamLine | null =>
  streamLine.safeParse(tryParseJson(new TextDecoder().decode(bytes))?.value).data ?? null;

interface StreamState {
  records: number;
  bytes: number;
  /** As declared by `WrapperContext.expect`. */
  total: number | null;
  /** Number of payloads in the line `end`; null before it. */
  end: number | null;
  failed: { message: string; code: string | null } | null;
  unknownLine: boolean;
}

/** Fault codes of the network that a wrapper may pass on; any other error is `wrapper_failed`. */
const PASSED_ON_CODES = /^(?:source|feed|paging)_/;
const wrapperFaultCode = (code: string | null): FaultCode =>
  FAULT_CODES.find((known) => known === code && PASSED_ON_CODES.test(known)) ?? 'wrapper_failed';

/** Secrets are redacted. */
export class WrapperFaults {
  readonly #wrapper: string;
  readonly #secretTexts: string[];
  readonly #timeout: number;

  /** @param timeout milliseconds without data */
  constructor(wrapper: string, secrets: Iterable<string>, timeout: number) {
    this.#wrapper = wrapper;
    this.#secretTexts = [...secrets].flatMap((secret) => [secret, encodeURIComponent(secret)]);
    this.#timeout = timeout;
  }

  redacted(text: string): string {
    return plainText(text, this.#secretTexts);
  }

  ofStream(state: StreamState, read: HttpFault | null, split: SplitFault | null, limit: number): Fault | null {
    const { records, total, end } = state;
    const wrapper = this.#wrapper;
    if (state.failed) return this.failure(state.failed, records);
    if (read?.code === 'source_stalled') return this.timeout(records);
    if (read?.code === 'source_too_large') return fault(read.code, { case: 'wrapper_body', wrapper, limit });
    if (split?.code === 'record_too_large')
      return fault(split.code, { case: 'wrapper_payload', wrapper, records }, { records });
    if (state.unknownLine) return fault('wrapper_failed', { case: 'unknown_line', wrapper }, { records });
    if (read || split || end === null)
      return fault('feed_incomplete', { case: 'wrapper_stopped', wrapper, records }, { records });
    if (end !== records)
      return fault('feed_incomplete', { case: 'wrapper_lost', wrapper, yielded: end, records }, { records });
    if (total !== null && records < total) {
      const details = { declared: total, records };
      return fault('feed_incomplete', { case: 'wrapper_fewer', wrapper, ...details }, details);
    }
    return null;
  }

  failure({ message, code }: { message: string; code: string | null }, records = 0): Fault {
    const params = { case: 'wrapper', wrapper: this.#wrapper, records, message: this.redacted(message) };
    return { code: wrapperFaultCode(code), params, details: { records } };
  }

  timeout(records = 0): Fault {
    const params = { case: 'wrapper_silent', wrapper: this.#wrapper, timeout: this.#timeout, records } as const;
    return fault('source_stalled', params, { records });
  }

  noPeople(): Fault {
    return fault('feed_empty', { case: 'wrapper_empty', wrapper: this.#wrapper });
  }
}
