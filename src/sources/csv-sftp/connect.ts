import { createHash } from 'node:crypto';
import type { CipherAlgorithm, Client, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm, SFTPWrapper } from 'ssh2';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SocketFailure, SshAlgorithm } from '../../domain/shared/fault-sentences/source-connection.ts';
import { parsePublicHost } from '../../lib/http/address.ts';
import { withTimeout } from '../../lib/http/timeout.ts';
import type { SftpSecrets, SftpSettings } from './settings.ts';
import { type ReadStop, SftpClient, type SftpContext, sftpExchange } from './sftp.ts';

// Preferred first: those that run in workerd and are not known to be weak.
const KEY_EXCHANGES: KexAlgorithm[] = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
];
const HOST_KEYS: ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];
const CIPHERS: CipherAlgorithm[] = ['aes256-ctr', 'aes128-ctr', 'aes256-gcm@openssh.com', 'aes128-gcm@openssh.com'];
const MACS: MacAlgorithm[] = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
];

/** Milliseconds, including authentication. */
const CONNECT_TIMEOUT = 20_000;

export interface SftpServer extends SftpSettings {
  host: string;
  username: string;
  auth: NonNullable<SftpSettings['auth']>;
  path: string;
}

interface ConnectTarget {
  /** `sftp.example.com:22` */
  place: string;
  username: string;
  auth: SftpServer['auth']['type'];
  /** Milliseconds. */
  timeout: number;
}

/**
 * The host key is verified before credentials are sent.
 * @returns faults `source_url_…`, `host_key_…`, `source_unreachable`, `source_not_ssh`, `ssh_nothing_in_common`,
 * `source_refused_credentials`, `source_stalled`, `invalid_settings` (a key that its passphrase does not open)
 */
export async function connectSftp(
  server: SftpServer,
  secrets: SftpSecrets,
  context: SftpContext,
): Promise<{ is: 'connected'; sftp: SftpClient } | ReadStop> {
  const host = parsePublicHost(server.host, context.allowPrivateHosts);
  if (!host.ok) return { is: 'failed', fault: host.fault };
  const ssh2 = await import('./vendor/ssh2.mjs');
  const key = secrets.private_key && ssh2.parseKey(secrets.private_key, secrets.passphrase);
  if (key instanceof Error) return { is: 'failed', fault: fault('invalid_settings', { case: 'key_unreadable' }) };
  const target: ConnectTarget = {
    place: `${server.host}:${server.port}`,
    username: server.username,
    auth: server.auth.type,
    timeout: Math.min(CONNECT_TIMEOUT, context.limits.firstByteTimeout),
  };
  const client = new ssh2.Client();
  const connection = new PendingConnection(client, target, server.host_key, context);
  client.connect({
    host: host.value,
    port: server.port,
    username: server.username,
    password: secrets.password,
    privateKey: secrets.private_key,
    passphrase: secrets.passphrase,
    // Many servers accept a password only by keyboard-interactive authentication.
    tryKeyboard: secrets.password !== undefined,
    readyTimeout: target.timeout,
    keepaliveInterval: 0,
    hostVerifier: (blob: Buffer) => connection.acceptsHostKey(fingerprintOf(blob)),
    algorithms: { kex: KEY_EXCHANGES, serverHostKey: HOST_KEYS, cipher: CIPHERS, hmac: MACS, compress: ['none'] },
  });
  client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) =>
    answer(prompts.map(({ echo }) => (echo ? server.username : (secrets.password ?? '')))),
  );
  return connection.open();
}

const fingerprintOf = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** How far the connection has come decides the fault. */
class PendingConnection {
  readonly #client: Client;
  readonly #target: ConnectTarget;
  readonly #pinnedKeys: readonly string[];
  readonly #context: SftpContext;
  readonly #ready: Promise<SFTPWrapper>;
  #stepStartedAt = Date.now();
  #socketOpen = false;
  #hostKey: string | null = null;
  #hostKeyRejected = false;
  #handshakeDone = false;

  constructor(client: Client, target: ConnectTarget, pinnedKeys: readonly string[], context: SftpContext) {
    this.#client = client;
    this.#target = target;
    this.#pinnedKeys = pinnedKeys;
    this.#context = context;
    client.on('connect', () => {
      // Requests are small and wait for replies: Nagle's algorithm would only delay them.
      client.setNoDelay(true);
      this.#socketOpen = true;
    });
    client.on('handshake', () => {
      this.#handshakeDone = true;
      this.#log('CONNECT', `host key ${this.#hostKey}`);
    });
    this.#ready = new Promise((resolve, reject) => {
      client.on('error', reject);
      client.on('close', () => reject(new Error('closed')));
      client.on('ready', () => {
        this.#log('AUTH', `signed in as ${target.username}`);
        client.sftp((error, sftp) => (error ? reject(Object.assign(error, { level: 'sftp' })) : resolve(sftp)));
      });
    });
  }

  acceptsHostKey(fingerprint: string): boolean {
    this.#hostKey = fingerprint;
    this.#hostKeyRejected = !this.#pinnedKeys.includes(fingerprint);
    return !this.#hostKeyRejected;
  }

  async open(): Promise<{ is: 'connected'; sftp: SftpClient } | ReadStop> {
    const outcome = await withTimeout(this.#ready, this.#target.timeout + 1000, this.#context);
    if (outcome.is === 'done') {
      return { is: 'connected', sftp: new SftpClient(this.#client, outcome.value, this.#target.place, this.#context) };
    }
    this.#client.destroy();
    if (outcome.is === 'cancelled') return outcome;
    const fault = this.#faultOf(outcome);
    this.#log(this.#handshakeDone ? 'AUTH' : 'CONNECT', fault.code.replaceAll('_', ' '));
    return { is: 'failed', fault };
  }

  #faultOf(outcome: { is: 'failed'; error: unknown } | { is: 'stalled' }): Fault {
    const target = this.#target;
    if (this.#hostKeyRejected && this.#hostKey) return hostKeyFault(target, this.#hostKey, this.#pinnedKeys);
    if (outcome.is === 'stalled') return connectTimeout(target, this.#socketOpen);
    const { error } = outcome;
    if (error instanceof Error && 'level' in error && error.level === 'sftp')
      return fault('source_answered_error', { case: 'no_sftp', place: target.place, username: target.username });
    return connectFault(error, this.#socketOpen, target);
  }

  #log(method: string, answer: string): void {
    this.#context.log(sftpExchange(method, `sftp://${this.#target.place}`, this.#stepStartedAt, answer, 0));
    this.#stepStartedAt = Date.now();
  }
}

/** Does not quote the message of ssh2. @param socketOpen the TCP connection had been established */
function connectFault(error: unknown, socketOpen: boolean, target: ConnectTarget): Fault {
  const { place, username, auth } = target;
  const known = error instanceof Error ? error : new Error(String(error));
  const level = 'level' in known ? known.level : '';
  const algorithm = unmatchedAlgorithm(known.message);
  if (algorithm) return fault('ssh_nothing_in_common', { place, ...algorithm }, { host: place });
  if (level === 'client-authentication')
    return fault('source_refused_credentials', { case: 'ssh', place, username, auth }, { host: place });
  if (level === 'client-timeout') return connectTimeout(target, socketOpen);
  return socketOpen
    ? fault('source_not_ssh', { place }, { host: place })
    : fault('source_unreachable', { case: 'ssh', place, failure: socketFailure(known) }, { host: place });
}

/** ssh2 reports a failed negotiation only by its message. */
const NO_MATCHING_ALGORITHM = /no matching (key exchange|host key|C->S cipher|S->C cipher|C->S MAC|S->C MAC)/i;

function unmatchedAlgorithm(message: string): { of: SshAlgorithm; ours: string[] } | null {
  const what = NO_MATCHING_ALGORITHM.exec(message)?.[1]?.toLowerCase();
  if (what === undefined) return null;
  if (what === 'key exchange') return { of: 'key_exchange', ours: KEY_EXCHANGES };
  if (what === 'host key') return { of: 'host_key', ours: HOST_KEYS };
  return what.endsWith('cipher') ? { of: 'cipher', ours: CIPHERS } : { of: 'mac', ours: MACS };
}

const SOCKET_ERRORS: Record<string, SocketFailure> = {
  ENOTFOUND: 'no_host',
  EAI_AGAIN: 'lookup',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no_route',
  ENETUNREACH: 'no_route',
  ETIMEDOUT: 'no_answer',
  ECONNRESET: 'cut',
};

/** Errors of Node have a code; those of workerd at best mention it in their message. */
function socketFailure(error: Error): SocketFailure {
  const code = 'code' in error ? String(error.code) : '';
  const named = Object.keys(SOCKET_ERRORS).find((known) => error.message.includes(known)) ?? '';
  return SOCKET_ERRORS[code] ?? SOCKET_ERRORS[named] ?? 'unknown';
}

function connectTimeout({ place, timeout }: ConnectTarget, socketOpen: boolean): Fault {
  return socketOpen
    ? fault('source_stalled', { case: 'not_ssh', place, timeout }, { host: place })
    : fault('source_unreachable', { case: 'ssh_timeout', place, timeout }, { host: place });
}

function hostKeyFault({ place }: ConnectTarget, fingerprint: string, pinned: readonly string[]): Fault {
  return pinned.length === 0
    ? fault('host_key_unconfirmed', { place, fingerprint }, { fingerprint, host: place })
    : fault('host_key_changed', { place, fingerprint }, { fingerprint, pinned: [...pinned], host: place });
}
