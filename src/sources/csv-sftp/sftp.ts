import type { Client, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { type Fault, type FaultCode, fault } from '../../domain/shared/fault.ts';
import type { HttpContext } from '../../lib/http/context.ts';
import { withTimeout } from '../../lib/http/timeout.ts';
import { httpContextOf } from '../feed.ts';
import type { Exchange, RecordSink, SourceContext } from '../source.ts';

/** What a session may use of the world around it. */
export interface SftpContext extends Omit<HttpContext, 'log'> {
  log(exchange: Exchange): void;
}

/** The world of a sync that goes on for as long as its sink says. */
export const sftpContextOf = (context: SourceContext, sink: Pick<RecordSink, 'ready'>): SftpContext => ({
  ...httpContextOf(context, () => sink.ready()),
  log: (exchange) => context.log(exchange),
});

/** How reading something of a server ended, when it did not go as wished. */
export type ReadStop = { is: 'broke'; fault: Fault } | { is: 'unwanted' };
/** How a file ended that came block by block. */
export type ReadEnd = { is: 'whole' } | ReadStop;

export const readFault = (code: FaultCode, message: string, details?: Fault['details']): ReadStop => ({
  is: 'broke',
  fault: fault(code, message, details),
});

/** What a server says of one question: an answer, a refusal with its status, or nothing any more. */
export type Reply<Value> =
  | { is: 'here'; value: Value }
  | { is: 'refused'; status: number }
  | { is: 'lost' }
  | { is: 'stalled' }
  | { is: 'unwanted' };

export const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const STATUS_NAMES: Record<number, string> = {
  [NO_SUCH_FILE]: 'no such file',
  [PERMISSION_DENIED]: 'permission denied',
};

type Callback<Value> = (error: Error | null | undefined, value: Value) => void;

/** Questions to an SFTP server. Each ends: with an answer, with the connection, or when patience does. */
export class SftpClient {
  readonly place: string;
  readonly #client: Client;
  readonly #sftp: SFTPWrapper;
  readonly #world: SftpContext;
  readonly #lost: Promise<{ is: 'lost' }>;

  constructor(client: Client, sftp: SFTPWrapper, place: string, world: SftpContext) {
    this.place = place;
    this.#client = client;
    this.#sftp = sftp;
    this.#world = world;
    // ssh2 leaves questions open when the connection goes.
    this.#lost = new Promise((resolve) => client.once('close', () => resolve({ is: 'lost' })));
  }

  stat = (path: string): Promise<Reply<Stats>> => this.#told('STAT', path, (done) => this.#sftp.stat(path, done));
  open = (path: string): Promise<Reply<Buffer>> => this.#told('OPEN', path, (done) => this.#sftp.open(path, 'r', done));
  fstat = (handle: Buffer): Promise<Reply<Stats>> => this.#ask((done) => this.#sftp.fstat(handle, done));
  opendir = (path: string): Promise<Reply<Buffer>> =>
    this.#told('LIST', path, (done) => this.#sftp.opendir(path, done));
  /** @returns the next entries of a folder; a refusal behind the last. */
  readdir = (handle: Buffer): Promise<Reply<FileEntryWithStats[]>> =>
    this.#ask((done) => this.#sftp.readdir(handle, done));

  /** @returns how many bytes came, which may be fewer than asked for; 0 behind the end. */
  read(handle: Buffer, into: Buffer, from: number, length: number, at: number): Promise<Reply<number>> {
    return this.#raced((done) => this.#sftp.read(handle, into, from, length, at, done));
  }

  /** Waits for a reply as long as a server may be silent. */
  async patiently<Value>(reply: Promise<Reply<Value>>): Promise<Reply<Value>> {
    const waited = await withTimeout(reply, this.#world.limits.stall, this.#world);
    if (waited.is === 'broke') throw waited.error;
    return waited.is === 'here' ? waited.value : waited;
  }

  close(handle: Buffer): void {
    this.#sftp.close(handle, () => {});
  }

  end(): void {
    this.#client.end();
  }

  log(method: string, path: string, began: number, answer: string, bytes = 0): void {
    const url = `sftp://${this.place}${path.startsWith('/') ? '' : '/~/'}${path}`;
    const milliseconds = Date.now() - began;
    this.#world.log({ method, url, status: null, answer, milliseconds, bytes, attempt: 1, waited: 0, count: 1 });
  }

  async #told<Value>(method: string, path: string, call: (done: Callback<Value>) => void): Promise<Reply<Value>> {
    const began = Date.now();
    const reply = await this.#ask(call);
    this.log(method, path, began, describeReply(reply));
    return reply;
  }

  #ask<Value>(call: (done: Callback<Value>) => void): Promise<Reply<Value>> {
    return this.patiently(this.#raced(call));
  }

  #raced<Value>(call: (done: Callback<Value>) => void): Promise<Reply<Value>> {
    const answer = new Promise<Reply<Value>>((resolve) => {
      try {
        call((error, value) => resolve(error ? replyOfError(error) : { is: 'here', value }));
      } catch {
        // ssh2 throws for a channel that is gone.
        resolve({ is: 'lost' });
      }
    });
    return Promise.race([answer, this.#lost]);
  }
}

/** Without a status it was not the server who answered. */
const replyOfError = (error: Error): { is: 'refused'; status: number } | { is: 'lost' } =>
  'code' in error && typeof error.code === 'number' ? { is: 'refused', status: error.code } : { is: 'lost' };

export const describeReply = (reply: Reply<unknown>): string => {
  if (reply.is === 'here') return 'ok';
  if (reply.is === 'refused') return STATUS_NAMES[reply.status] ?? `refused (status ${reply.status})`;
  return reply.is === 'lost' ? 'connection lost' : reply.is === 'stalled' ? 'no answer' : 'cancelled';
};

/** Words a reply that is no answer. @param what was being done, to end a sentence with: `reading “x.csv”` */
export function replyFault(reply: Exclude<Reply<unknown>, { is: 'here' }>, what: string, seconds: number): ReadStop {
  switch (reply.is) {
    case 'unwanted':
      return reply;
    case 'lost':
      return readFault('feed_incomplete', `The connection to the server was cut while ${what}.`);
    case 'stalled':
      return readFault('source_stalled', `The server sent nothing for ${Math.round(seconds)} seconds while ${what}.`);
    case 'refused':
      return reply.status === PERMISSION_DENIED
        ? readFault('file_refused', `The server does not allow this account to go on ${what}: permission denied.`)
        : readFault('file_refused', `The server refused while ${what} (${describeReply(reply)}).`);
  }
}
