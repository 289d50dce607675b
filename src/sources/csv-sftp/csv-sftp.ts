import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { streamBlocks } from '../../lib/stream-blocks.ts';
import type { FeedEnd, PullSource, RecordSink, SourceContext, UploadedFile } from '../source.ts';
import { connectSftp, type SftpServer } from './connect.ts';
import { readCsvFile } from './csv-file.ts';
import { candidatePaths, findFile } from './find-file.ts';
import { readFile } from './read-file.ts';
import {
  type SftpBody,
  type SftpSecrets,
  type SftpSettings,
  sftpBody,
  sftpSecrets,
  sftpSettings,
  splitSftpBody,
} from './settings.ts';
import { type ReadEnd, type ReadStop, sftpContextOf } from './sftp.ts';

const stopResult = (stop: ReadStop): Result<FeedEnd, Fault> =>
  stop.is === 'failed' ? fail(stop.fault) : ok({ records: 0, bytes: 0, cancelled: true });

const feedFileOf = (name: string, from: FeedFile['from'], size: number, at: number): FeedFile => ({
  name,
  from,
  modified_at: new Date(at).toISOString(),
  age_seconds: Math.max(0, Math.round((Date.now() - at) / 1000)),
  size,
  sha256: null,
  same_since: null,
});

async function readUpload(
  upload: UploadedFile,
  settings: SftpSettings,
  sink: RecordSink,
  context: SourceContext,
): Promise<Result<FeedEnd, Fault>> {
  const body = await upload.open();
  if (!body) return fail(fault('file_missing', { case: 'upload_gone' }));
  const file = feedFileOf(upload.name, 'upload', upload.size, upload.receivedAt);
  const blocks = streamBlocks<ReadEnd>(body, { is: 'complete' });
  return readCsvFile(file, blocks, settings, sink, context, sftpContextOf(context, sink).limits.maxBytes);
}

async function readFromServer(
  server: SftpServer,
  secrets: SftpSecrets,
  sink: RecordSink,
  context: SourceContext,
): Promise<Result<FeedEnd, Fault>> {
  const sftpContext = sftpContextOf(context, sink);
  const session = await connectSftp(server, secrets, sftpContext);
  if (session.is !== 'connected') return stopResult(session);
  const { sftp } = session;
  try {
    const found = await findFile(sftp, candidatePaths(server.path, context.today), sftpContext);
    if (found.is !== 'found') return stopResult(found);
    const { path, size } = found;
    const limit = sftpContext.limits.maxBytes;
    if (size > limit) return fail(fault('source_too_large', { case: 'file', path, size, limit }));
    const file = feedFileOf(path, 'server', size, found.modified * 1000);
    return await readCsvFile(file, readFile(sftp, found, sftpContext), server, sink, context, limit);
  } finally {
    sftp.end();
  }
}

function serverOf(settings: SftpSettings): SftpServer | null {
  const { host, username, auth, path } = settings;
  return host && username && auth && path ? { ...settings, host, username, auth, path } : null;
}

export const csvSftp: PullSource<SftpBody, SftpSettings, SftpSecrets> = {
  kind: 'csv-sftp',
  body: sftpBody,
  settings: sftpSettings,
  secrets: sftpSecrets,
  splitSecrets: splitSftpBody,
  async people(settings, secrets, sink, context) {
    if (context.upload) return readUpload(context.upload, settings, sink, context);
    const server = serverOf(settings);
    if (server) return readFromServer(server, secrets, sink, context);
    return fail(fault('file_missing', { case: 'no_server' }));
  },
  takesOnlyUploads: ({ host }) => host === null,
  person: (_settings, _secrets, key, context) => context.lastAppliedPayload(key),
};
