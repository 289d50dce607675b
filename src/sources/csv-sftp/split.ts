import { type Fault, fault } from '../../domain/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { secretOf } from '../kept-secret.ts';
import type { Stored } from '../source.ts';
import { newKeyPair } from './key-pair.ts';
import { isEncrypted } from './key-text.ts';
import type { Body, Secrets, Settings } from './shape.ts';

type Kept = Stored<Settings, Secrets>;
type Way = { auth: Settings['auth']; secrets: Secrets };

/** See `PullSource.split`. A private key goes nowhere, so a stored one stays also when the host changes. */
export function split(body: Body, before: Kept | null): Result<Kept, Fault> {
  const { host, port, username, path, host_key, csv_delimiter, csv_quotes } = body;
  const rest: Omit<Settings, 'auth'> = {
    host: host ?? null,
    port,
    username: username ?? null,
    host_key: host_key ?? [],
    path: path ?? null,
    csv_delimiter,
    csv_quotes,
  };
  const way = wayOf(body.auth ?? null, rest, before);
  return way.ok ? ok({ settings: { ...rest, auth: way.value.auth }, secrets: way.value.secrets }) : way;
}

type Recipient = Pick<Settings, 'host' | 'port' | 'username'>;

/** @returns what is new about who would get a stored password, or null when it may go there as before. */
function strangeness(now: Recipient, before: Recipient): string | null {
  const place = `${now.host}:${now.port}`;
  if (place !== `${before.host}:${before.port}`) return `the server is now ${place}`;
  return now.username === before.username ? null : 'the user name has changed';
}

function wayOf(
  auth: NonNullable<Body['auth']> | null,
  settings: Omit<Settings, 'auth'>,
  before: Kept | null,
): Result<Way, Fault> {
  if (auth === null) return ok({ auth: null, secrets: {} });
  if (auth.type === 'password') {
    const strange = before && strangeness(settings, before.settings);
    const password = secretOf(
      { place: 'auth.password', words: 'password' },
      auth.password,
      before?.secrets.password,
      strange,
    );
    return password.ok ? ok({ auth: { type: 'password' }, secrets: { password: password.value } }) : password;
  }
  if (auth.type === 'generated_key') {
    const made = before?.settings.auth?.type === 'generated_key' ? before.settings.auth.public_key : null;
    const { private_key } = before?.secrets ?? {};
    if (made !== null && private_key !== undefined && !auth.renew)
      return ok({ auth: { type: 'generated_key', public_key: made }, secrets: { private_key } });
    const pair = newKeyPair();
    return ok({
      auth: { type: 'generated_key', public_key: pair.public_key },
      secrets: { private_key: pair.private_key },
    });
  }
  const pasted = before?.settings.auth?.type === 'key' ? before.secrets : {};
  const key = secretOf({ place: 'auth.private_key', words: 'private key' }, auth.private_key, pasted.private_key, null);
  if (!key.ok) return key;
  // The passphrase belongs to its key: another key does not inherit it.
  const passphrase = auth.passphrase ?? (auth.private_key ? undefined : pasted.passphrase);
  if (isEncrypted(key.value) && !passphrase)
    return fail(
      fault('invalid_settings', 'This private key has a passphrase. Enter it too.', { paths: ['auth.passphrase'] }),
    );
  return ok({ auth: { type: 'key' }, secrets: { private_key: key.value, ...(passphrase && { passphrase }) } });
}
