import { createHash } from 'node:crypto';
import type { Client, SFTPWrapper } from 'ssh2';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { parsePublicHost } from '../../lib/http/address.ts';
import { withTimeout } from '../../lib/http/timeout.ts';
import type { SftpSecrets, SftpSettings } from './settings.ts';
import { type ReadStop, readFault, SftpClient, type SftpContext } from './sftp.ts';

/** What we offer, the wanted first: all of it runs in workerd, and none of it is known to be weak. */
export const ALGORITHMS = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: ['aes256-ctr', 'aes128-ctr', 'aes256-gcm@openssh.com', 'aes128-gcm@openssh.com'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
} as const;

/** Milliseconds until a server has let us in. */
const CONNECT_TIMEOUT = 20_000;

/** Settings of a source that has a server. */
export interface SftpServer extends SftpSettings {
  host: string;
  username: string;
  auth: NonNullable<SftpSettings['auth']>;
  path: string;
}

export const fingerprintOf = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/**
 * Signs in to the server. Its host key is judged before anything of ours is sent.
 * @returns faults `source_url_…`, `host_key_…`, `source_unreachable`, `source_not_ssh`, `ssh_nothing_in_common`,
 * `source_refused_credentials`, `source_stalled`, `invalid_settings` (a key that its passphrase does not open)
 */
export async function connectSftp(
  server: SftpServer,
  secrets: SftpSecrets,
  world: SftpContext,
): Promise<{ is: 'in'; sftp: SftpClient } | ReadStop> {
  const host = parsePublicHost(server.host, world.allowPrivateHosts);
  if (!host.ok) return { is: 'broke', fault: host.fault };
  const ssh2 = await import('./vendor/ssh2.mjs');
  const key = secrets.private_key && ssh2.parseKey(secrets.private_key, secrets.passphrase);
  if (key instanceof Error)
    return readFault(
      'invalid_settings',
      'The private key cannot be opened. Check the passphrase, or paste the key again.',
    );
  const target: ConnectTarget = {
    place: `${server.host}:${server.port}`,
    username: server.username,
    way: server.auth.type,
    patience: Math.min(CONNECT_TIMEOUT, world.limits.first),
  };
  const client = new ssh2.Client();
  const arriving = new PendingConnection(client, target, server.host_key, world);
  client.connect({
    host: host.value,
    port: server.port,
    username: server.username,
    password: secrets.password,
    privateKey: secrets.private_key,
    passphrase: secrets.passphrase,
    // Many servers take a password only as the answer to a question.
    tryKeyboard: secrets.password !== undefined,
    readyTimeout: target.patience,
    keepaliveInterval: 0,
    hostVerifier: (blob: Buffer) => arriving.judge(fingerprintOf(blob)),
    algorithms: { ...ALGORITHMS, compress: ['none'] } as unknown as NonNullable<
      Parameters<Client['connect']>[0]['algorithms']
    >,
  });
  client.on('keyboard-interactive', (_name, _words, _language, prompts, answer) =>
    answer(prompts.map(({ echo }) => (echo ? server.username : (secrets.password ?? '')))),
  );
  return arriving.sftp();
}

/** A connection on its way in: what has been seen of it so far, for the log and for the words of a refusal. */
class PendingConnection {
  readonly #client: Client;
  readonly #target: ConnectTarget;
  readonly #pinned: readonly string[];
  readonly #world: SftpContext;
  readonly #ready: Promise<SFTPWrapper>;
  #began = Date.now();
  #reached = false;
  #seen: string | null = null;
  #strange = false;
  #secured = false;

  constructor(client: Client, target: ConnectTarget, pinned: readonly string[], world: SftpContext) {
    this.#client = client;
    this.#target = target;
    this.#pinned = pinned;
    this.#world = world;
    client.on('connect', () => {
      // Questions are small and each waits for its answer: nothing is gained by sending them together.
      client.setNoDelay(true);
      this.#reached = true;
    });
    client.on('handshake', () => {
      this.#secured = true;
      this.#log('CONNECT', `host key ${this.#seen}`);
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

  judge(fingerprint: string): boolean {
    this.#seen = fingerprint;
    this.#strange = !this.#pinned.includes(fingerprint);
    return !this.#strange;
  }

  async sftp(): Promise<{ is: 'in'; sftp: SftpClient } | ReadStop> {
    const arrived = await withTimeout(this.#ready, this.#target.patience + 1000, this.#world);
    if (arrived.is === 'here') {
      return { is: 'in', sftp: new SftpClient(this.#client, arrived.value, this.#target.place, this.#world) };
    }
    this.#client.destroy();
    if (arrived.is === 'unwanted') return arrived;
    const fault = this.#faultOf(arrived);
    this.#log(this.#secured ? 'AUTH' : 'CONNECT', fault.code.replaceAll('_', ' '));
    return { is: 'broke', fault };
  }

  #faultOf(arrived: { is: 'broke'; error: unknown } | { is: 'stalled' }): Fault {
    const target = this.#target;
    if (this.#strange && this.#seen) return hostKeyFault(target, this.#seen, this.#pinned);
    if (arrived.is === 'stalled') return connectTimeout(target, this.#reached);
    const { error } = arrived;
    if (error instanceof Error && 'level' in error && error.level === 'sftp') return noSftpFault(target);
    return connectFault(error, this.#reached, target);
  }

  #log(method: string, answer: string): void {
    const milliseconds = Date.now() - this.#began;
    this.#began = Date.now();
    this.#world.log({
      method,
      url: `sftp://${this.#target.place}`,
      status: null,
      answer,
      milliseconds,
      bytes: 0,
      attempt: 1,
      waited: 0,
      count: 1,
    });
  }
}

const noSftpFault = ({ place, username }: ConnectTarget): Fault =>
  fault(
    'source_answered_error',
    `${place} lets “${username}” in, but offers no SFTP to this account. Ask the people who run the server to allow it.`,
  );

/** Where a connection was meant to go, and as whom. */
export interface ConnectTarget {
  /** `sftp.example.com:22` */
  place: string;
  username: string;
  way: 'password' | 'key' | 'generated_key';
  /** Milliseconds that a connection may take. */
  patience: number;
}

const SOCKET_ERRORS: Record<string, string> = {
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to this host',
  ETIMEDOUT: 'it did not answer',
  ECONNRESET: 'the connection was cut',
};

const unreachableFault = ({ place }: ConnectTarget, reason: string): Fault =>
  fault(
    'source_unreachable',
    `${place} could not be reached${reason}. Check the host and the port, and that the server lets this address in.`,
    { host: place },
  );

const notSshFault = ({ place }: ConnectTarget): Fault =>
  fault(
    'source_not_ssh',
    `${place} ended the connection before it spoke SSH. Check that this is the port of an SFTP server (usually 22), and that the server lets this address in.`,
    { host: place },
  );

const NO_MATCHING_ALGORITHM = /no matching (key exchange|host key|C->S cipher|S->C cipher|C->S MAC|S->C MAC)/i;
const ALGORITHM_KINDS: [RegExp, string, readonly string[]][] = [
  [/key exchange/i, 'way to exchange keys', ALGORITHMS.kex],
  [/host key/i, 'type of host key', ALGORITHMS.serverHostKey],
  [/cipher/i, 'cipher', ALGORITHMS.cipher],
  [/MAC/i, 'MAC', ALGORITHMS.hmac],
];

function noCommonAlgorithm({ place }: ConnectTarget, what: string): Fault {
  const [, words, ours] = ALGORITHM_KINDS.find(([pattern]) => pattern.test(what)) ?? [null, 'algorithm', []];
  const message = `${place} and Rollcall have no ${words} in common. Have the server offer one of: ${ours.join(', ')}.`;
  return fault('ssh_nothing_in_common', message, { host: place });
}

function credentialsRefused({ place, username, way }: ConnectTarget): Fault {
  const message =
    way === 'password'
      ? `${place} refused the user name or the password. Check both.`
      : `${place} refused the key of “${username}”. Check the user name, and that the public key stands in the authorized_keys of that account.`;
  return fault('source_refused_credentials', message, { host: place });
}

/**
 * Words why no connection came about. Of what ssh2 says only what we know is shown.
 * @param error what the client gave up with. @param reached a socket was open by then
 */
export function connectFault(error: unknown, reached: boolean, target: ConnectTarget): Fault {
  const told = error instanceof Error ? error : new Error(String(error));
  const level = 'level' in told ? told.level : '';
  const code = 'code' in told ? String(told.code) : '';
  const nothing = NO_MATCHING_ALGORITHM.exec(told.message)?.[1];
  if (nothing !== undefined) return noCommonAlgorithm(target, nothing);
  if (level === 'client-authentication') return credentialsRefused(target);
  if (level === 'client-timeout') return connectTimeout(target, reached);
  if (!reached) {
    const reason =
      SOCKET_ERRORS[code] ?? Object.entries(SOCKET_ERRORS).find(([known]) => told.message.includes(known))?.[1];
    return unreachableFault(target, reason ? `: ${reason}` : '');
  }
  return notSshFault(target);
}

/** Nothing came for as long as we wait. */
export function connectTimeout(target: ConnectTarget, reached: boolean): Fault {
  const seconds = Math.max(1, Math.round(target.patience / 1000));
  if (!reached) return unreachableFault(target, `: it did not answer within ${seconds} seconds`);
  const message = `${target.place} accepted the connection but did not answer in SSH within ${seconds} seconds. Check that this is the port of an SFTP server (usually 22).`;
  return fault('source_stalled', message, { host: target.place });
}

/** The server has a host key that nobody has confirmed, or another one than was confirmed. */
export function hostKeyFault({ place }: ConnectTarget, fingerprint: string, pinned: readonly string[]): Fault {
  if (pinned.length === 0)
    return fault(
      'host_key_unconfirmed',
      `${place} has the host key ${fingerprint}, which nobody has confirmed yet. Compare it with what the people who run the server say, then confirm it. Nothing was sent.`,
      { fingerprint, host: place },
    );
  return fault(
    'host_key_changed',
    `${place} has the host key ${fingerprint}, another one than was confirmed. Somebody may be in between: ask the people who run the server before you confirm the new one. Nothing was sent.`,
    { fingerprint, pinned: [...pinned], host: place },
  );
}
