import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Fault, fault } from '../../domain/fault.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import type { Blocks } from '../../lib/blocks.ts';
import { type GunzipEnd, gunzip, isGzip } from '../../lib/gunzip.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { readerOf } from '../reader.ts';
import type { FeedEnd, RecordSink, SourceContext } from '../source.ts';
import { broke, type Ended } from './ended.ts';
import { COLUMNS, type Settings } from './shape.ts';
import type { SshWorld } from './world.ts';

const DELIMITERS = { auto: undefined, comma: ',', semicolon: ';', tab: '\t' } as const;
/** CSV of people packs to a tenth; a hundred times that is made to harm. */
const DENSEST = { ratio: 200, from: 16_000_000 };

/** What is kept for the next sync: the file that was read last. */
const memory = z.object({ sha256: z.string(), since: z.string() });

/**
 * Reads a file of people: packed or not, with the columns that it must have.
 * @param file what is known of it so far
 * @returns faults `feed_…`, `header_mismatch`, `source_…`, as of every CSV
 */
export async function readPeople(
  file: FeedFile,
  blocks: Blocks<Ended>,
  settings: Settings,
  sink: RecordSink,
  context: SourceContext,
  world: SshWorld,
): Promise<Result<FeedEnd, Fault>> {
  context.found(file);
  const format = {
    type: 'csv',
    quotes: settings.csv_quotes,
    delimiter: DELIMITERS[settings.csv_delimiter],
    columns: COLUMNS,
  } as const;
  const reader = readerOf(format, (bytes, start, end) => sink.record(bytes, start, end), 'Have it exported as CSV.');
  const hash = createHash('sha256');
  const plain = unpacked(hashed(blocks, hash), world.limits.bytes);
  let bytes = 0;
  for (;;) {
    const next = await plain.next();
    if (next.done) {
      const ended = next.value;
      if (ended.is === 'unwanted') return ok({ records: 0, bytes, cancelled: true });
      if (ended.is === 'broke') return fail(ended.fault);
      break;
    }
    bytes += next.value.length;
    const sound = reader.push(next.value);
    const goesOn = sound && (await sink.ready());
    if (goesOn) continue;
    await plain.return({ is: 'unwanted' });
    if (sound) return ok({ records: 0, bytes, cancelled: true });
    break;
  }
  const end = reader.end();
  if (!end.ok) return end;
  if (end.value.records === 0) return fail(fault('feed_empty', 'The file has a header and nobody below it.'));
  context.found(await remembered(file, hash.digest('hex'), context));
  return ok({ records: end.value.records, bytes, cancelled: false });
}

/** Says since when a file has been the same, and keeps it for the next sync. */
async function remembered(file: FeedFile, sha256: string, context: SourceContext): Promise<FeedFile> {
  const last = memory.safeParse(await context.recall());
  const since = last.success && last.data.sha256 === sha256 ? last.data.since : null;
  if (since === null) await context.keep({ sha256, since: new Date().toISOString() });
  return { ...file, sha256, same_since: since };
}

async function* hashed(blocks: Blocks<Ended>, hash: { update(block: Uint8Array): unknown }): Blocks<Ended> {
  try {
    for (;;) {
      const next = await blocks.next();
      if (next.done) return next.value;
      hash.update(next.value);
      yield next.value;
    }
  } finally {
    await blocks.return({ is: 'unwanted' });
  }
}

/** Unpacks what begins as gzip does, whatever it is called; gives anything else as it comes. */
async function* unpacked(blocks: Blocks<Ended>, most: number): Blocks<Ended> {
  const first = await blocks.next();
  if (first.done) return first.value;
  const all = (async function* (): Blocks<Ended> {
    try {
      yield first.value;
      return yield* blocks;
    } finally {
      await blocks.return({ is: 'unwanted' });
    }
  })();
  if (!isGzip(first.value)) return yield* all;
  const ended = yield* gunzip(all, (end) => end.is === 'whole', { bytes: most, ...DENSEST });
  return ended.is === 'packed' ? badlyPacked(ended, most) : ended;
}

function badlyPacked({ why, bytes }: GunzipEnd, most: number): Ended {
  const after = `after ${bytes.toLocaleString('en')} bytes of it were unpacked`;
  switch (why) {
    case 'cut_off':
      return broke('feed_incomplete', `The gzip file ended too early, ${after}.`);
    case 'damaged':
      return broke('feed_broken', `The gzip file is damaged, ${after}. Have it packed and sent again.`);
    case 'too_large':
      return broke(
        'source_too_large',
        `The gzip file unpacks to too much: more than ${Math.round(most / 1e6)} MB, or more than ${DENSEST.ratio} times its size. We stopped ${after}.`,
      );
  }
}
