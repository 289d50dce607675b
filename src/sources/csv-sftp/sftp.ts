import type { Client, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { type Fault, type FaultCode, type FaultParamsOf, fault } from '../../domain/shared/fault.ts';
import type { FileStep } from '../../domain/shared/wording.ts';
import type { HttpContext } from '../../lib/http/context.ts';
import { withTimeout } from '../../lib/http/timeout.ts';
import { httpContextOf } from '../feed.ts';
import type { Exchange, RecordSink, SourceContext } from '../source.ts';

export interface SftpContext extends Omit<HttpContext, 'log'> {
  log(exchange: Exchange): void;
}

export const sftpContextOf = (context: SourceContext, sink: Pick<RecordSink, 'ready'>): SftpContext => ({
  ...httpContextOf(context, () => sink.ready()),
  log: (exchange) => context.log(exchange),
});

export type ReadStop = { is: 'failed'; fault: Fault } | { is: 'cancelled' };
export type ReadEnd = { is: 'complete' } | ReadStop;

export const readFault = <Code extends FaultCode>(
  code: Code,
  params: FaultParamsOf<Code>,
  details?: Fault['details'],
): ReadStop => ({ is: 'failed', fault: fault(code, params, details) });

export type Reply<Value> =
  | { is: 'done'; value: Value }
  | { is: 'refused'; status: number }
  | { is: 'lost' }
  | { is: 'stalled' }
  | { is: 'cancelled' };

export const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const STATUS_NAMES: Record<number, string> = {
  [NO_SUCH_FILE]: 'no such file',
  [PERMISSION_DENIED]: 'permission denied',
};

type Callback<Value> = (error: Error | null | undefined, value: Value) => void;

/** Every request settles: with a reply, when the connection ends, or at the timeout. */
export class SftpClient {
  readonly place: string;
  readonly #client: Client;
  readonly #sftp: SFTPWrapper;
  readonly #context: SftpContext;
  readonly #lost: Promise<{ is: 'lost' }>;

  constructor(client: Client, sftp: SFTPWrapper, place: string, context: SftpContext) {
    this.place = place;
    this.#client = client;
    this.#sftp = sftp;
    this.#context = context;
    // ssh2 never settles requests whose connection has ended.
    this.#lost = new Promise((resolve) => client.once('close', () => resolve({ is: 'lost' })));
  }

  stat = (path: string): Promise<Reply<Stats>> => this.#logged('STAT', path, (done) => this.#sftp.stat(path, done));
  open = (path: string): Promise<Reply<Buffer>> =>
    this.#logged('OPEN', path, (done) => this.#sftp.open(path, 'r', done));
  fstat = (handle: Buffer): Promise<Reply<Stats>> => this.#request((done) => this.#sftp.fstat(handle, done));
  opendir = (path: string): Promise<Reply<Buffer>> =>
    this.#logged('LIST', path, (done) => this.#sftp.opendir(path, done));
  /** @returns the next entries; refused after the last */
  readdir = (handle: Buffer): Promise<Reply<FileEntryWithStats[]>> =>
    this.#request((done) => this.#sftp.readdir(handle, done));

  /** @returns the number of bytes read, which may be less than `length`; 0 at the end of the file */
  read(handle: Buffer, into: Buffer, from: number, length: number, at: number): Promise<Reply<number>> {
    return this.#untilLost((done) => this.#sftp.read(handle, into, from, length, at, done));
  }

  async withTimeout<Value>(reply: Promise<Reply<Value>>): Promise<Reply<Value>> {
    const waited = await withTimeout(reply, this.#context.limits.idleTimeout, this.#context);
    if (waited.is === 'failed') throw waited.error;
    return waited.is === 'done' ? waited.value : waited;
  }

  close(handle: Buffer): void {
    this.#sftp.close(handle, () => {});
  }

  end(): void {
    this.#client.end();
  }

  log(method: string, path: string, startedAt: number, answer: string, bytes = 0): void {
    const url = `sftp://${this.place}${path.startsWith('/') ? '' : '/~/'}${path}`;
    this.#context.log(sftpExchange(method, url, startedAt, answer, bytes));
  }

  async #logged<Value>(method: string, path: string, call: (done: Callback<Value>) => void): Promise<Reply<Value>> {
    const startedAt = Date.now();
    const reply = await this.#request(call);
    this.log(method, path, startedAt, describeReply(reply));
    return reply;
  }

  #request<Value>(call: (done: Callback<Value>) => void): Promise<Reply<Value>> {
    return this.withTimeout(this.#untilLost(call));
  }

  #untilLost<Value>(call: (done: Callback<Value>) => void): Promise<Reply<Value>> {
    const answer = new Promise<Reply<Value>>((resolve) => {
      try {
        call((error, value) => resolve(error ? replyOfError(error) : { is: 'done', value }));
      } catch {
        // ssh2 throws when the channel is closed.
        resolve({ is: 'lost' });
      }
    });
    return Promise.race([answer, this.#lost]);
  }
}

export const sftpExchange = (
  method: string,
  url: string,
  startedAt: number,
  answer: string,
  bytes: number,
): Exchange => ({
  method,
  url,
  status: null,
  answer,
  milliseconds: Date.now() - startedAt,
  bytes,
  attempt: 1,
  waited: 0,
  count: 1,
});

/** An error without a status is not a reply of the server. */
const replyOfError = (error: Error): { is: 'refused'; status: number } | { is: 'lost' } =>
  'code' in error && typeof error.code === 'number' ? { is: 'refused', status: error.code } : { is: 'lost' };

export const describeReply = (reply: Reply<unknown>): string => {
  switch (reply.is) {
    case 'done':
      return 'ok';
    case 'refused':
      return STATUS_NAMES[reply.status] ?? `refused (status ${reply.status})`;
    case 'lost':
      return 'connection lost';
    case 'stalled':
      return 'no answer';
    case 'cancelled':
      return 'cancelled';
  }
};

export function replyFault(
  reply: Exclude<Reply<unknown>, { is: 'done' }>,
  step: FileStep,
  { limits }: Pick<SftpContext, 'limits'>,
): ReadStop {
  switch (reply.is) {
    case 'cancelled':
      return reply;
    case 'lost':
      return readFault('feed_incomplete', { case: 'file_cut', ...step });
    case 'stalled':
      return readFault('source_stalled', { case: 'file', timeout: limits.idleTimeout, ...step });
    case 'refused':
      return reply.status === PERMISSION_DENIED
        ? readFault('file_refused', { case: 'denied', ...step })
        : readFault('file_refused', { case: 'status', answer: describeReply(reply), ...step });
  }
}
