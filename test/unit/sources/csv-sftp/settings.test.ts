import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { describeFault } from '../../../../src/domain/shared/fault.ts';
import { requireSource } from '../../../fixtures/sources.ts';

const PIN = `SHA256:${'A'.repeat(43)}`;
const BODY = {
  enabled: true,
  host: 'sftp.example.com',
  username: 'rollcall',
  auth: { type: 'password', password: 'hr-secret' },
  host_key: PIN,
  path: 'uploads/people_report_{YYYY-MM-DD}.csv',
};
type Before = Parameters<ReturnType<typeof requireSource>['parseBody']>[1];
const accept = (more: object, before: Before = null) =>
  requireSource('csv-sftp').parseBody({ ...BODY, ...more }, before);
function accepted(more: object, before: Before = null) {
  const read = accept(more, before);
  if (!read.ok) throw new Error(describeFault(read.fault));
  return read.value;
}
const refused = (more: object, before: Before = null) => {
  const read = accept(more, before);
  return read.ok ? 'accepted' : `${read.fault.code}: ${describeFault(read.fault)}`;
};

describe('settings of CSV over SFTP', () => {
  it('are kept as given, with the password apart', () => {
    const { settings, secrets } = accepted({});
    expect(settings).toEqual({
      host: 'sftp.example.com',
      port: 22,
      username: 'rollcall',
      auth: { type: 'password' },
      host_key: [PIN],
      path: BODY.path,
      csv_delimiter: 'auto',
      csv_quotes: 'doubled',
    });
    expect(secrets).toEqual({ password: 'hr-secret' });
  });

  it('may be sent back as they are shown, whichever way they sign in', () => {
    for (const auth of [BODY.auth, { type: 'generated_key' }, { type: 'key', private_key: pem('pkcs1') }]) {
      const before = accepted({ auth });
      expect(requireSource('csv-sftp').parseBody({ enabled: true, ...before.settings }, before)).toEqual({
        ok: true,
        value: before,
      });
    }
    const uploads = requireSource('csv-sftp').parseBody({ enabled: true, host: null }, null);
    if (!uploads.ok) throw new Error(describeFault(uploads.fault));
    const again = requireSource('csv-sftp').parseBody({ enabled: true, ...uploads.value.settings }, uploads.value);
    expect(again).toEqual(uploads);
  });

  it.each([
    [{ pasword: 'x' }, 'invalid_body: “pasword” is not known here.'],
    [{ port: 25 }, 'invalid_settings: “port”: Port 25 is for mail. SFTP is usually at port 22.'],
    [{ host: 'https://sftp.example.com' }, 'invalid_settings: “host”: The host cannot be read.'],
    [{ host: 'sftp.example.com:22' }, 'invalid_settings: “host”: The host cannot be read.'],
    [{ host_key: 'MD5:aa' }, 'invalid_body: “host_key”'],
    [
      { path: 'people_{DATE}.csv' },
      'invalid_settings: “path”: {DATE} is no placeholder; use {YYYY-MM-DD} for the date.',
    ],
    [{ path: 'uploads/' }, 'invalid_settings: “path”: Enter the path of a file, not of a folder.'],
    [{ auth: { type: 'agent' } }, 'invalid_body: “auth.type”: Choose “password”, “key” or “generated_key”.'],
    [{ auth: null }, 'invalid_settings: “auth”: Enter how to sign in.'],
    [{ host: null }, 'invalid_settings: “username”: Without a host there is nobody to send this to.'],
    [{ auth: { type: 'password' } }, 'invalid_settings: The password is missing. Enter it.'],
  ])('are refused: %j', (more, words) => {
    expect(refused(more)).toContain(words);
  });

  it('keep a password for the same server and user, and never send it to another', () => {
    const before = accepted({});
    const auth = { type: 'password' };
    expect(accepted({ auth, path: 'other.csv' }, before).secrets).toEqual({ password: 'hr-secret' });
    for (const more of [{ host: 'evil.example' }, { port: 2222 }, { username: 'root' }])
      expect(refused({ auth, ...more }, before)).toContain('a stored secret is never sent to a new place');
  });

  it('make a key pair once, and another when asked to', () => {
    const first = accepted({ auth: { type: 'generated_key' } });
    const second = accepted({ auth: { type: 'generated_key' }, host: 'other.example' }, first);
    expect(second.secrets).toEqual(first.secrets);
    const third = accepted({ auth: { type: 'generated_key', renew: true } }, first);
    expect(third.secrets).not.toEqual(first.secrets);
    expect(JSON.stringify(first.settings)).not.toContain('PRIVATE');
  });
});

const pem = (type: 'pkcs1' | 'pkcs8'): string =>
  String(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type, format: 'pem' }));

describe('a private key', () => {
  it.each([
    [
      'PKCS#8',
      () => pem('pkcs8'),
      'This key is in PKCS#8 format, which cannot be used for SSH here. Convert it with: ssh-keygen -p -f',
    ],
    ['PuTTY', () => 'PuTTY-User-Key-File-3: ssh-ed25519', 'choose Conversions, then Export OpenSSH key'],
    ['public', () => 'ssh-ed25519 AAAAC3Nz me@here', 'This is a public key. Paste the private one'],
    ['nothing of it', () => 'hello', 'This is not a private key.'],
    ['half', () => pem('pkcs1').slice(0, 300), 'The last lines of this key are missing.'],
  ])('is refused with what to do: %s', (_name, key, words) => {
    expect(refused({ auth: { type: 'key', private_key: key() } })).toContain(words);
  });

  it('that has a passphrase is not taken without it', () => {
    expect(refused({ auth: { type: 'key', private_key: ENCRYPTED } })).toContain('This private key has a passphrase.');
    const taken = accepted({
      auth: { type: 'key', private_key: `  ${ENCRYPTED.replaceAll('\n', '\r\n')}`, passphrase: 'p' },
    });
    expect(taken.secrets).toMatchObject({ private_key: ENCRYPTED, passphrase: 'p' });
  });
});

const inner = Buffer.concat([Buffer.from('openssh-key-v1\0'), Buffer.from([0, 0, 0, 10]), Buffer.from('aes256-ctr')]);
const ENCRYPTED = `-----BEGIN OPENSSH PRIVATE KEY-----\n${inner.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
