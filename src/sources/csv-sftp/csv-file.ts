import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import { type GunzipEnd, gunzip, isGzip } from '../../lib/gunzip.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { BlockStream } from '../../lib/stream-blocks.ts';
import { createRecordReader } from '../record-reader.ts';
import type { FeedEnd, RecordSink, SourceContext } from '../source.ts';
import { REQUIRED_COLUMNS, type SftpSettings } from './settings.ts';
import { type ReadEnd, readFault } from './sftp.ts';

const DELIMITERS = { auto: undefined, comma: ',', semicolon: ';', tab: '\t' } as const;
/** CSV of people compresses to about a tenth; a ratio of 200 is a decompression bomb. */
const GUNZIP_LIMITS = { maxRatio: 200, ratioCheckedFrom: 16_000_000 };

/** The source's state. */
const lastFile = z.object({ sha256: z.string(), since: z.string() });

/**
 * @param file is reported, with its hash at the end. @param blocks gzipped or plain. @param maxBytes unpacked
 * @returns faults `feed_…`, `header_mismatch`, `source_…`
 */
export async function readCsvFile(
  file: FeedFile,
  blocks: BlockStream<ReadEnd>,
  settings: SftpSettings,
  sink: RecordSink,
  context: SourceContext,
  maxBytes: number,
): Promise<Result<FeedEnd, Fault>> {
  context.reportFile(file);
  const format = {
    type: 'csv',
    quotes: settings.csv_quotes,
    delimiter: DELIMITERS[settings.csv_delimiter],
    columns: REQUIRED_COLUMNS,
  } as const;
  const reader = createRecordReader(format, (bytes, start, end) => sink.record(bytes, start, end), 'export');
  const hash = createHash('sha256');
  const plainBlocks = gunzipIfPacked(hashBlocks(blocks, hash), maxBytes);
  let bytes = 0;
  for (;;) {
    const next = await plainBlocks.next();
    if (next.done) {
      if (next.value.is === 'cancelled') return ok({ records: 0, bytes, cancelled: true });
      if (next.value.is === 'failed') return fail(next.value.fault);
      break;
    }
    bytes += next.value.length;
    if (!reader.push(next.value)) {
      await plainBlocks.return({ is: 'cancelled' });
      break;
    }
    if (!(await sink.ready())) {
      await plainBlocks.return({ is: 'cancelled' });
      return ok({ records: 0, bytes, cancelled: true });
    }
  }
  const end = reader.end();
  if (!end.ok) return end;
  if (end.value.records === 0) return fail(fault('feed_empty', { case: 'file' }));
  context.reportFile(await withUnchangedSince(file, hash.digest('hex'), context));
  return ok({ records: end.value.records, bytes, cancelled: false });
}

/** Saves the hash for the next sync. */
async function withUnchangedSince(file: FeedFile, sha256: string, context: SourceContext): Promise<FeedFile> {
  const last = lastFile.safeParse(await context.loadState());
  const since = last.success && last.data.sha256 === sha256 ? last.data.since : null;
  if (since === null) await context.saveState({ sha256, since: new Date().toISOString() });
  return { ...file, sha256, same_since: since };
}

async function* hashBlocks(
  blocks: BlockStream<ReadEnd>,
  hash: { update(block: Uint8Array): unknown },
): BlockStream<ReadEnd> {
  try {
    for (;;) {
      const next = await blocks.next();
      if (next.done) return next.value;
      hash.update(next.value);
      yield next.value;
    }
  } finally {
    await blocks.return({ is: 'cancelled' });
  }
}

/** Decides by the first bytes, not by the name of the file. */
async function* gunzipIfPacked(blocks: BlockStream<ReadEnd>, maxBytes: number): BlockStream<ReadEnd> {
  const first = await blocks.next();
  if (first.done) return first.value;
  const all = (async function* (): BlockStream<ReadEnd> {
    try {
      yield first.value;
      return yield* blocks;
    } finally {
      await blocks.return({ is: 'cancelled' });
    }
  })();
  if (!isGzip(first.value)) return yield* all;
  const ends = { isComplete: (end: ReadEnd) => end.is === 'complete', cancelled: { is: 'cancelled' } } as const;
  const ended = yield* gunzip<ReadEnd>(all, ends, { maxBytes, ...GUNZIP_LIMITS });
  return ended.is === 'packed' ? gunzipFault(ended, maxBytes) : ended;
}

function gunzipFault({ reason, bytes }: GunzipEnd, limit: number): ReadEnd {
  switch (reason) {
    case 'cut_off':
      return readFault('feed_incomplete', { case: 'gzip', bytes });
    case 'damaged':
      return readFault('feed_broken', { case: 'gzip', bytes });
    case 'too_large':
      return readFault('source_too_large', { case: 'unpacked', limit, ratio: GUNZIP_LIMITS.maxRatio, bytes });
  }
}
