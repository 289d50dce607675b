import { createHash } from 'node:crypto';
import type { Client, SFTPWrapper } from 'ssh2';
import { type Fault, fault } from '../../domain/fault.ts';
import { readHost } from '../../lib/http/address.ts';
import { patiently } from '../../lib/http/patience.ts';
import { ALGORITHMS } from './algorithms.ts';
import { type Broken, broke } from './ended.ts';
import { refusalOf, silent, strangeKey, type Target } from './refusals.ts';
import { Sftp } from './sftp.ts';
import type { Secrets, Settings } from './shape.ts';
import type { SshWorld } from './world.ts';

/** Milliseconds until a server has let us in. */
const PATIENCE = 20_000;

/** Settings of a source that has a server. */
export interface Server extends Settings {
  host: string;
  username: string;
  auth: NonNullable<Settings['auth']>;
  path: string;
}

export const fingerprintOf = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/**
 * Signs in to the server. Its host key is judged before anything of ours is sent.
 * @returns faults `source_url_…`, `host_key_…`, `source_unreachable`, `source_not_ssh`, `ssh_nothing_in_common`,
 * `source_refused_credentials`, `source_stalled`, `invalid_settings` (a key that its passphrase does not open)
 */
export async function signIn(
  server: Server,
  secrets: Secrets,
  world: SshWorld,
): Promise<{ is: 'in'; sftp: Sftp } | Broken> {
  const host = readHost(server.host, world.allowPrivateHosts);
  if (!host.ok) return { is: 'broke', fault: host.fault };
  const ssh2 = await import('./vendor/ssh2.mjs');
  const key = secrets.private_key && ssh2.parseKey(secrets.private_key, secrets.passphrase);
  if (key instanceof Error)
    return broke('invalid_settings', 'The private key cannot be opened. Check the passphrase, or paste the key again.');
  const target: Target = {
    place: `${server.host}:${server.port}`,
    username: server.username,
    way: server.auth.type,
    patience: Math.min(PATIENCE, world.limits.first),
  };
  const client = new ssh2.Client();
  const arriving = new Arriving(client, target, server.host_key, world);
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
class Arriving {
  readonly #client: Client;
  readonly #target: Target;
  readonly #pinned: readonly string[];
  readonly #world: SshWorld;
  readonly #ready: Promise<SFTPWrapper>;
  #began = Date.now();
  #reached = false;
  #seen: string | null = null;
  #strange = false;
  #secured = false;

  constructor(client: Client, target: Target, pinned: readonly string[], world: SshWorld) {
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

  async sftp(): Promise<{ is: 'in'; sftp: Sftp } | Broken> {
    const arrived = await patiently(this.#ready, this.#target.patience + 1000, this.#world);
    if (arrived.is === 'here') {
      return { is: 'in', sftp: new Sftp(this.#client, arrived.value, this.#target.place, this.#world) };
    }
    this.#client.destroy();
    if (arrived.is === 'unwanted') return arrived;
    const fault = this.#faultOf(arrived);
    this.#log(this.#secured ? 'AUTH' : 'CONNECT', fault.code.replaceAll('_', ' '));
    return { is: 'broke', fault };
  }

  #faultOf(arrived: { is: 'broke'; error: unknown } | { is: 'stalled' }): Fault {
    const target = this.#target;
    if (this.#strange && this.#seen) return strangeKey(target, this.#seen, this.#pinned);
    if (arrived.is === 'stalled') return silent(target, this.#reached);
    const { error } = arrived;
    if (error instanceof Error && 'level' in error && error.level === 'sftp') return noSftp(target);
    return refusalOf(error, this.#reached, target);
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

const noSftp = ({ place, username }: Target): Fault =>
  fault(
    'source_answered_error',
    `${place} lets “${username}” in, but offers no SFTP to this account. Ask the people who run the server to allow it.`,
  );
