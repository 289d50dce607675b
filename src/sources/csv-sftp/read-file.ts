import type { BlockStream } from '../../lib/stream-blocks.ts';
import type { FoundFile } from './find-file.ts';
import {
  describeReply,
  type ReadEnd,
  type ReadStop,
  type Reply,
  readFault,
  replyFault,
  type SftpClient,
  type SftpContext,
} from './sftp.ts';

/** OpenSSH's maximum; from a server that sends less, the rest is requested again. */
const BLOCK_BYTES = 255 * 1024;
/** At most two megabytes are in flight. */
const MAX_REQUESTS = 8;

/** Complete only when the file ends at the size that it had when it was found, and is unchanged. */
export async function* readFile(sftp: SftpClient, file: FoundFile, context: SftpContext): BlockStream<ReadEnd> {
  const opened = await sftp.open(file.path);
  if (opened.is !== 'done') return replyFault(opened, { path: file.path, step: 'open' }, context);
  const handle = opened.value;
  const startedAt = Date.now();
  const pending: { length: number; reply: Promise<Reply<Buffer>> }[] = [];
  let requested = 0;
  let received = 0;
  let outcome = 'stopped';
  const end = (ended: ReadEnd, words: string): ReadEnd => {
    outcome = words;
    return ended;
  };
  try {
    while (received < file.size) {
      for (; pending.length < MAX_REQUESTS && requested < file.size; requested += BLOCK_BYTES) {
        const length = Math.min(BLOCK_BYTES, file.size - requested);
        pending.push({ length, reply: readBlock(sftp, handle, requested, length) });
      }
      const next = pending.shift();
      if (!next) break;
      const reply = await sftp.withTimeout(next.reply);
      if (reply.is !== 'done') {
        const step = { path: file.path, step: 'read', done: received, size: file.size } as const;
        return end(replyFault(reply, step, context), describeReply(reply));
      }
      const block = reply.value;
      received += block.length;
      if (block.length < next.length) return end(fileTruncated(file, received), 'too short');
      yield block;
    }
    const changed = await fileChanged(sftp, handle, file, context);
    return end(changed ?? { is: 'complete' }, changed ? 'changed meanwhile' : 'ok');
  } finally {
    sftp.log('READ', file.path, startedAt, outcome, received);
    sftp.close(handle);
  }
}

/** @returns `length` bytes, fewer at the end of the file */
async function readBlock(sftp: SftpClient, handle: Buffer, at: number, length: number): Promise<Reply<Buffer>> {
  const block = Buffer.allocUnsafeSlow(length);
  for (let received = 0; received < length; ) {
    const reply = await sftp.read(handle, block, received, length - received, at + received);
    if (reply.is !== 'done') return reply;
    if (reply.value === 0) return { is: 'done', value: block.subarray(0, received) };
    received += reply.value;
  }
  return { is: 'done', value: block };
}

const fileTruncated = ({ path, size }: FoundFile, bytes: number): ReadStop =>
  readFault('feed_incomplete', { case: 'file_ended', path, bytes, size });

/** A file that changed while it was read may be a mix of old and new. */
async function fileChanged(
  sftp: SftpClient,
  handle: Buffer,
  file: FoundFile,
  context: SftpContext,
): Promise<ReadStop | null> {
  const reply = await sftp.fstat(handle);
  if (reply.is !== 'done') return replyFault(reply, { path: file.path, step: 'look_again' }, context);
  const { size, mtime } = reply.value;
  const nextByte = size === file.size ? await sftp.withTimeout(readBlock(sftp, handle, file.size, 1)) : null;
  const grew = nextByte?.is === 'done' && nextByte.value.length > 0;
  if (size === file.size && mtime === file.modified && !grew) return null;
  const how = size < file.size ? 'shorter' : size > file.size || grew ? 'longer' : 'written';
  return readFault('feed_incomplete', { case: 'file_changed', path: file.path, how });
}
