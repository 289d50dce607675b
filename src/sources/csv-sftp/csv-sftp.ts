import { type Fault, fault } from '../../domain/fault.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import { blocksOf } from '../../lib/blocks.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { FeedEnd, PullSource, RecordSink, SourceContext, UploadedFile } from '../source.ts';
import { readPeople } from './csv.ts';
import type { Broken, Ended } from './ended.ts';
import { type Found, find } from './find.ts';
import { pathsOf } from './names.ts';
import { readBlocks } from './read.ts';
import { type Server, signIn } from './session.ts';
import { type Body, body, type Secrets, type Settings, secrets, settings } from './shape.ts';
import { split } from './split.ts';
import { sshWorldOf } from './world.ts';

const ended = (bad: Broken): Result<FeedEnd, Fault> =>
  bad.is === 'broke' ? fail(bad.fault) : ok({ records: 0, bytes: 0, cancelled: true });

const told = (name: string, from: FeedFile['from'], size: number, at: number): FeedFile => ({
  name,
  from,
  modified_at: new Date(at).toISOString(),
  age_seconds: Math.max(0, Math.round((Date.now() - at) / 1000)),
  size,
  sha256: null,
  same_since: null,
});

async function uploaded(
  upload: UploadedFile,
  settings: Settings,
  sink: RecordSink,
  context: SourceContext,
): Promise<Result<FeedEnd, Fault>> {
  const body = await upload.open();
  if (!body) return fail(fault('file_missing', 'The uploaded file is no longer there. Upload it again.'));
  const file = told(upload.name, 'upload', upload.size, upload.receivedAt);
  const blocks = blocksOf<Ended>(body, { is: 'whole' });
  return readPeople(file, blocks, settings, sink, context, sshWorldOf(context, sink));
}

const tooLarge = ({ path, size }: Found, most: number): Fault =>
  fault(
    'source_too_large',
    `“${path}” has ${Math.round(size / 1e6)} MB, more than the ${Math.round(most / 1e6)} MB that are read.`,
  );

async function fromServer(
  server: Server,
  secrets: Secrets,
  sink: RecordSink,
  context: SourceContext,
): Promise<Result<FeedEnd, Fault>> {
  const world = sshWorldOf(context, sink);
  const session = await signIn(server, secrets, world);
  if (session.is !== 'in') return ended(session);
  const { sftp } = session;
  try {
    const found = await find(sftp, pathsOf(server.path, context.today), world);
    if (found.is !== 'found') return ended(found);
    if (found.size > world.limits.bytes) return fail(tooLarge(found, world.limits.bytes));
    const file = told(found.path, 'server', found.size, found.modified * 1000);
    return await readPeople(file, readBlocks(sftp, found, world), server, sink, context, world);
  } finally {
    sftp.end();
  }
}

function serverOf(settings: Settings): Server | null {
  const { host, username, auth, path } = settings;
  return host && username && auth && path ? { ...settings, host, username, auth, path } : null;
}

/** A CSV file with everybody: on an SFTP server under a name with the date, or uploaded. */
export const csvSftp: PullSource<Body, Settings, Secrets> = {
  kind: 'csv-sftp',
  body,
  settings,
  secrets,
  split,
  async people(settings, secrets, sink, context) {
    if (context.upload) return uploaded(context.upload, settings, sink, context);
    const server = serverOf(settings);
    if (server) return fromServer(server, secrets, sink, context);
    const message = 'This data source has no server: it takes files by upload only. Upload one to sync everybody.';
    return fail(fault('file_missing', message));
  },
  takesOnlyUploads: ({ host }) => host === null,
  person: (_settings, _secrets, key, context) => context.lastApplied(key),
};
