import { type Fault, fault } from '../../domain/fault.ts';
import { ALGORITHMS } from './algorithms.ts';

/** Where a connection was meant to go, and as whom. */
export interface Target {
  /** `sftp.example.com:22` */
  place: string;
  username: string;
  way: 'password' | 'key' | 'generated_key';
  /** Milliseconds that a connection may take. */
  patience: number;
}

const SOCKET: Record<string, string> = {
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to this host',
  ETIMEDOUT: 'it did not answer',
  ECONNRESET: 'the connection was cut',
};

const unreachable = ({ place }: Target, reason: string): Fault =>
  fault(
    'source_unreachable',
    `${place} could not be reached${reason}. Check the host and the port, and that the server lets this address in.`,
    { host: place },
  );

const notSsh = ({ place }: Target): Fault =>
  fault(
    'source_not_ssh',
    `${place} ended the connection before it spoke SSH. Check that this is the port of an SFTP server (usually 22), and that the server lets this address in.`,
    { host: place },
  );

const NOTHING = /no matching (key exchange|host key|C->S cipher|S->C cipher|C->S MAC|S->C MAC)/i;
const KINDS: [RegExp, string, readonly string[]][] = [
  [/key exchange/i, 'way to exchange keys', ALGORITHMS.kex],
  [/host key/i, 'type of host key', ALGORITHMS.serverHostKey],
  [/cipher/i, 'cipher', ALGORITHMS.cipher],
  [/MAC/i, 'MAC', ALGORITHMS.hmac],
];

function nothingInCommon({ place }: Target, what: string): Fault {
  const [, words, ours] = KINDS.find(([pattern]) => pattern.test(what)) ?? [null, 'algorithm', []];
  const message = `${place} and Rollcall have no ${words} in common. Have the server offer one of: ${ours.join(', ')}.`;
  return fault('ssh_nothing_in_common', message, { host: place });
}

function refused({ place, username, way }: Target): Fault {
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
export function refusalOf(error: unknown, reached: boolean, target: Target): Fault {
  const told = error instanceof Error ? error : new Error(String(error));
  const level = 'level' in told ? told.level : '';
  const code = 'code' in told ? String(told.code) : '';
  const nothing = NOTHING.exec(told.message)?.[1];
  if (nothing !== undefined) return nothingInCommon(target, nothing);
  if (level === 'client-authentication') return refused(target);
  if (level === 'client-timeout') return silent(target, reached);
  if (!reached) {
    const reason = SOCKET[code] ?? Object.entries(SOCKET).find(([known]) => told.message.includes(known))?.[1];
    return unreachable(target, reason ? `: ${reason}` : '');
  }
  return notSsh(target);
}

/** Nothing came for as long as we wait. */
export function silent(target: Target, reached: boolean): Fault {
  const seconds = Math.max(1, Math.round(target.patience / 1000));
  if (!reached) return unreachable(target, `: it did not answer within ${seconds} seconds`);
  const message = `${target.place} accepted the connection but did not answer in SSH within ${seconds} seconds. Check that this is the port of an SFTP server (usually 22).`;
  return fault('source_stalled', message, { host: target.place });
}

/** The server has a host key that nobody has confirmed, or another one than was confirmed. */
export function strangeKey({ place }: Target, fingerprint: string, pinned: readonly string[]): Fault {
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
