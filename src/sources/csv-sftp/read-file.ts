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

/** The largest that OpenSSH answers at once; a server that gives less is asked again for the rest. */
const BLOCK_BYTES = 255 * 1024;
/** Blocks asked for at a time: what is under way and not yet taken is at most two megabytes. */
const MAX_REQUESTS = 8;

const countBytes = (count: number): string => `${count.toLocaleString('en')} bytes`;

/**
 * Reads a file from its start to the size that it had when it was found, asking for the next blocks while one is taken.
 * Whole only when it then ends there, unchanged.
 */
export async function* readFile(sftp: SftpClient, file: FoundFile, world: SftpContext): BlockStream<ReadEnd> {
  const opened = await sftp.open(file.path);
  if (opened.is !== 'here') return replyFault(opened, `opening “${file.path}”`, world.limits.stall / 1000);
  const handle = opened.value;
  const began = Date.now();
  const under: { length: number; reply: Promise<Reply<Buffer>> }[] = [];
  let asked = 0;
  let taken = 0;
  let answer = 'stopped';
  const end = (ended: ReadEnd, words: string): ReadEnd => {
    answer = words;
    return ended;
  };
  try {
    while (taken < file.size) {
      for (; under.length < MAX_REQUESTS && asked < file.size; asked += BLOCK_BYTES) {
        const length = Math.min(BLOCK_BYTES, file.size - asked);
        under.push({ length, reply: readBlock(sftp, handle, asked, length) });
      }
      const next = under.shift();
      if (!next) break;
      const reply = await sftp.patiently(next.reply);
      if (reply.is !== 'here') {
        const what = `reading “${file.path}”, after ${countBytes(taken)} of ${countBytes(file.size)}`;
        return end(replyFault(reply, what, world.limits.stall / 1000), describeReply(reply));
      }
      const block = reply.value;
      taken += block.length;
      if (block.length < next.length) return end(fileTruncated(file, taken), 'too short');
      yield block;
    }
    const changed = await fileChanged(sftp, handle, file, world);
    return end(changed ?? { is: 'whole' }, changed ? 'changed meanwhile' : 'ok');
  } finally {
    sftp.log('READ', file.path, began, answer, taken);
    sftp.close(handle);
  }
}

/** @returns so many bytes, or those that there are before the file ends. */
async function readBlock(sftp: SftpClient, handle: Buffer, at: number, length: number): Promise<Reply<Buffer>> {
  const block = Buffer.allocUnsafeSlow(length);
  for (let got = 0; got < length; ) {
    const reply = await sftp.read(handle, block, got, length - got, at + got);
    if (reply.is !== 'here') return reply;
    if (reply.value === 0) return { is: 'here', value: block.subarray(0, got) };
    got += reply.value;
  }
  return { is: 'here', value: block };
}

const fileTruncated = (file: FoundFile, bytes: number): ReadStop =>
  readFault(
    'feed_incomplete',
    `“${file.path}” ended after ${countBytes(bytes)}, though the server said that it has ${countBytes(file.size)}: it was cut, or replaced while it was read. Sync again when it is written.`,
  );

/** Somebody wrote to the file while it was read: what was read may be half of the old and half of the new. */
async function fileChanged(
  sftp: SftpClient,
  handle: Buffer,
  file: FoundFile,
  world: SftpContext,
): Promise<ReadStop | null> {
  const reply = await sftp.fstat(handle);
  if (reply.is !== 'here') return replyFault(reply, `looking at “${file.path}” again`, world.limits.stall / 1000);
  const { size, mtime } = reply.value;
  const beyond = size === file.size ? await sftp.patiently(readBlock(sftp, handle, file.size, 1)) : null;
  const grew = beyond?.is === 'here' && beyond.value.length > 0;
  if (size === file.size && mtime === file.modified && !grew) return null;
  const how = size < file.size ? 'became shorter' : size > file.size || grew ? 'became longer' : 'was written to';
  const message = `“${file.path}” ${how} while it was read, so it may not be whole. Sync again when it is written.`;
  return readFault('feed_incomplete', message);
}
