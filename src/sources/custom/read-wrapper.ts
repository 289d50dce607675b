import { z } from 'zod';
import { type Fault, fault } from '../../domain/fault.ts';
import { readBody } from '../../lib/http/body.ts';
import type { HttpWorld } from '../../lib/http/world.ts';
import { NdjsonSplitter } from '../../lib/ndjson-split.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { FeedEnd, RecordSink } from '../source.ts';
import type { Heard, WrapperFaults } from './wrapper-faults.ts';

const LARGEST = 4 * 1024 * 1024;
const ARRAY = 0x5b;

const count = z.int().min(0);
const text = z.string().max(2000);
const line = z.union([
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
type Line = z.infer<typeof line>;

/** A wrapper may log so many exchanges; a connection log is read by people. */
const MOST_EXCHANGES = 2000;

/**
 * Reads a wrapper's stream into the sink: payloads as bytes, everything else as what it says. A stream that does not say
 * `end`, or says another number than came, is incomplete.
 * @param words how the faults of this wrapper are worded.
 */
export async function readWrapper(
  stream: ReadableStream<Uint8Array>,
  sink: RecordSink,
  world: HttpWorld,
  words: WrapperFaults,
): Promise<Result<FeedEnd, Fault>> {
  const heard: Heard = { records: 0, bytes: 0, total: null, end: null, failed: null };
  let exchanges = 0;
  let strange = false;
  const hear = (said: Line): void => {
    if (said[0] === 'total') heard.total = said[1];
    else if (said[0] === 'end') heard.end = said[1];
    else if (said[0] === 'failed') heard.failed = said[1];
    else if (said[0] === 'exchange') {
      if (++exchanges <= MOST_EXCHANGES) world.log({ waited: 0, count: 1, ...said[1], url: words.shown(said[1].url) });
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
      if (bytes[start] !== ARRAY) return keep(bytes, start, end);
      const said = parsed(bytes.subarray(start, end));
      if (said) hear(said);
      else strange = true;
    },
    LARGEST,
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

function parsed(bytes: Uint8Array): Line | null {
  try {
    return line.parse(JSON.parse(new TextDecoder().decode(bytes)));
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
