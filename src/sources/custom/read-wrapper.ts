import { z } from 'zod';
import {
  describeFault,
  FAULT_CODES,
  type Fault,
  type FaultCode,
  fault,
  sayingNobodyChanged,
} from '../../domain/shared/fault.ts';
import { readBody } from '../../lib/http/body.ts';
import type { HttpContext, HttpFault } from '../../lib/http/context.ts';
import { plainText } from '../../lib/http/redact.ts';
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
type Line = z.infer<typeof streamLine>;

/** A wrapper may log so many exchanges; a connection log is read by people. */
const MAX_EXCHANGES = 2000;

/**
 * Reads a wrapper's stream into the sink: payloads as bytes, everything else as what it says. A stream that does not say
 * `end`, or says another number than came, is incomplete.
 * @param words how the faults of this wrapper are worded.
 */
export async function readWrapperStream(
  stream: ReadableStream<Uint8Array>,
  sink: RecordSink,
  world: HttpContext,
  words: WrapperFaults,
): Promise<Result<FeedEnd, Fault>> {
  const heard: StreamState = { records: 0, bytes: 0, total: null, end: null, failed: null };
  let exchanges = 0;
  let strange = false;
  const hear = (said: Line): void => {
    if (said[0] === 'total') heard.total = said[1];
    else if (said[0] === 'end') heard.end = said[1];
    else if (said[0] === 'failed') heard.failed = said[1];
    else if (said[0] === 'exchange') {
      if (++exchanges <= MAX_EXCHANGES) world.log({ waited: 0, count: 1, ...said[1], url: words.shown(said[1].url) });
    } else {
      const bytes = new TextEncoder().encode(JSON.stringify(said[1]));
      keep(bytes, 0, bytes.length);
    }
  };
  const keep = (bytes: Uint8Array, start: number, end: number): void => {
    heard.records++;
    sink.record(bytes, start, end);
  };
  const splitter = new NdjsonSplitter(
    (bytes, start, end) => {
      if (bytes[start] !== OPEN_BRACKET) return keep(bytes, start, end);
      const said = parseLine(bytes.subarray(start, end));
      if (said) hear(said);
      else strange = true;
    },
    MAX_PAYLOAD_BYTES,
    true,
  );
  const read = await readBody(new Response(stream), world, (block) => {
    heard.bytes += block.length;
    return splitter.push(block) && !heard.failed;
  });
  const { records, bytes } = heard;
  if (read.ok && read.value.end === 'unwanted') return ok({ records, bytes, cancelled: true });
  const split = splitter.end();
  const wrong = words.of(heard, read.ok ? null : read.fault, split.ok ? null : split.fault, strange);
  return wrong ? fail(wrong) : ok({ records, bytes, cancelled: false });
}

function parseLine(bytes: Uint8Array): Line | null {
  try {
    return streamLine.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** What is said of the one person that a wrapper was asked for. */
export const personFaults = {
  nobody: () => fault('person_not_found', 'The wrapper does not know this person. Nobody was changed or terminated.'),
  several: (found: number) =>
    fault(
      'person_ambiguous',
      `The wrapper answered with ${found} people where one was asked for. Nobody was changed.`,
      { found },
    ),
  strange: () =>
    fault('feed_broken', 'The wrapper answered with something that is not the record of a person. Nobody was changed.'),
};

/** What came of a stream. */
export interface StreamState {
  records: number;
  bytes: number;
  total: number | null;
  end: number | null;
  failed: { message: string; code: string | null } | null;
}

/** Faults of the network that a wrapper may hand on by their code; all else is its own failure. */
const PASSED_ON_CODES = /^(?:source|feed|paging)_/;
const wrapperFaultCode = (code: string | null): FaultCode =>
  FAULT_CODES.find((known) => known === code && PASSED_ON_CODES.test(known)) ?? 'wrapper_failed';

const people = (records: number): string => `${records.toLocaleString('en')} ${records === 1 ? 'person' : 'people'}`;

/** Words what went wrong with one wrapper, keeping its secrets to itself. */
export class WrapperFaults {
  readonly #name: string;
  readonly #hidden: string[];
  readonly #patience: string;

  /** @param hidden texts that no message may show. @param patience milliseconds without data. */
  constructor(name: string, hidden: Iterable<string>, patience: number) {
    this.#name = name;
    this.#hidden = [...hidden].flatMap((secret) => [secret, encodeURIComponent(secret)]);
    this.#patience = patience < 60_000 ? `${patience / 1000} seconds` : `${Math.round(patience / 60_000)} minutes`;
  }

  /** A text of the wrapper's own, fit to be shown. */
  shown(text: string): string {
    return plainText(text, this.#hidden);
  }

  /** @returns the first thing that is wrong with what was heard, or null for a stream that is whole. */
  of(heard: StreamState, read: HttpFault | null, split: SplitFault | null, strange: boolean): Fault | null {
    const { records, total, end, failed } = heard;
    const facts = { records };
    if (failed) return this.failed(failed, records);
    if (read?.code === 'source_stalled') return this.silent(records);
    if (read?.code === 'source_too_large')
      return fault(read.code, `${this.#subject} yields too much. ${describeFault(read)}`);
    if (split && split.code === 'record_too_large')
      return fault(
        split.code,
        `${this.#subject} yields a payload that is too large, behind ${people(records)}.`,
        facts,
      );
    if (strange)
      return fault('wrapper_failed', `${this.#subject} says something that Rollcall does not understand.`, facts);
    if (read || split || end === null)
      return fault(
        'feed_incomplete',
        `${this.#subject} stopped early, after ${people(records)}: its stream ended without saying that this was everybody.`,
        facts,
      );
    if (end !== records)
      return fault('feed_incomplete', `${this.#subject} yielded ${people(end)}, but ${records} came.`, facts);
    if (total !== null && records < total)
      return sayingNobodyChanged(
        fault(
          'feed_incomplete',
          `${this.#subject} says that there are ${people(total)}, but yielded ${records}. Nobody was changed.`,
          { declared: total, records },
        ),
      );
    return null;
  }

  /** It threw. */
  failed({ message, code }: { message: string; code: string | null }, records = 0): Fault {
    const words = this.shown(message) || 'It gave no reason.';
    const sentence = /[.!?…”]$/.test(words) ? words : `${words}.`;
    return fault(wrapperFaultCode(code), `${this.#subject} failed after ${people(records)}: ${sentence}`, { records });
  }

  silent(records = 0): Fault {
    const message = `${this.#subject} gave nothing for ${this.#patience}, after ${people(records)}.`;
    return fault('source_stalled', message, { records });
  }

  empty(): Fault {
    return sayingNobodyChanged(fault('feed_empty', `${this.#subject} found nobody. Nobody was changed.`));
  }

  get #subject(): string {
    return `The wrapper “${this.#name}”`;
  }
}

/** @param names of those that there are. */
export function wrapperMissing(name: string, names: readonly string[]): Fault {
  const there =
    names.length === 0
      ? 'This Rollcall has none yet'
      : `There ${names.length === 1 ? 'is' : 'are'} ${names.map((one) => `“${one}”`).join(', ')}`;
  return fault('wrapper_missing', `There is no wrapper “${name}”. ${there}. See docs/custom-integration.md.`);
}
