import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateSshKeyPair } from '../../../../src/sources/csv-sftp/private-key.ts';
import { hasSshKeygen } from '../../../fixtures/optional-suites.ts';
import { readCsvSftp, startSftp } from '../../../fixtures/sftp.ts';
import { collectingSink } from '../../../fixtures/sources.ts';

const { utils } = ssh2;

describe('the host key', () => {
  it('is judged before anybody signs in', async () => {
    await using server = await startSftp();
    const first = await readCsvSftp(server.body({ host_key: null }));
    expect(first.result).toMatchObject({
      ok: false,
      fault: { code: 'host_key_unconfirmed', details: { fingerprint: server.fingerprint } },
    });
    const pinned = [`SHA256:${'A'.repeat(43)}`, `SHA256:${'B'.repeat(43)}`];
    const other = await readCsvSftp(server.body({ host_key: pinned }));
    expect(other.result).toMatchObject({
      ok: false,
      fault: { code: 'host_key_changed', details: { fingerprint: server.fingerprint, pinned } },
    });
    expect(server.observed.attempts).toEqual([]);
    expect((await readCsvSftp(server.body({ host_key: [...pinned, server.fingerprint] }))).said).toBe('60 people');
    expect(server.observed.attempts).toEqual(['none', 'password']);
  });
});

describe('signing in to an SFTP server', () => {
  let server: Awaited<ReturnType<typeof startSftp>>;
  beforeAll(async () => {
    server = await startSftp();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const withKey = (private_key: string, passphrase?: string) =>
    readCsvSftp(server.body({ username: 'key-holder', auth: { type: 'key', private_key, passphrase } }));

  it.each([
    ['ed25519', utils.generateKeyPairSync('ed25519').private, undefined],
    ['rsa', utils.generateKeyPairSync('rsa', { bits: 2048 }).private, undefined],
    ['ecdsa', utils.generateKeyPairSync('ecdsa', { bits: 256 }).private, undefined],
    [
      'encrypted',
      utils.generateKeyPairSync('ed25519', { passphrase: 'p', cipher: 'aes256-ctr', rounds: 4 }).private,
      'p',
    ],
  ])('works with a key: %s', async (_name, key, passphrase) => {
    expect((await withKey(key, passphrase)).said).toBe('60 people');
  });

  it('says when the passphrase does not open the key', async () => {
    const key = utils.generateKeyPairSync('ed25519', { passphrase: 'p', cipher: 'aes256-ctr', rounds: 4 }).private;
    expect((await withKey(key, 'q')).said).toBe(
      'invalid_settings: The private key cannot be opened. Check the passphrase, or paste the key again.',
    );
  });

  it('gives the password to a server that asks for it as a question', async () => {
    await using asking = await startSftp({ questions: true });
    expect((await readCsvSftp(asking.body())).said).toBe('60 people');
  });

  it('says that there is no SFTP for this account', async () => {
    await using bare = await startSftp({ noSftp: true });
    expect((await readCsvSftp(bare.body())).said).toMatch(
      /^source_answered_error: 127.0.0.1:\d+ lets “hr” in, but offers no SFTP/,
    );
  });

  it('says what a server lacks that has no algorithm in common with us', async () => {
    await using old = await startSftp({ kex: ['diffie-hellman-group14-sha1'] });
    expect((await readCsvSftp(old.body())).said).toMatch(
      /^ssh_nothing_in_common: 127.0.0.1:\d+ and Rollcall have no way to exchange keys in common. Have the server offer one of: curve25519-sha256, /,
    );
  });

  it('is tried at a private address only where the deployment allows it', async () => {
    const closed = await readCsvSftp(server.body(), { more: { allowPrivateHosts: false } });
    expect(closed.said).toMatch(/^source_url_private: 127.0.0.1 is not a public address/);
    const odd = await readCsvSftp(server.body({ host: '0x7f.1' }), { more: { allowPrivateHosts: false } });
    expect(odd.said).toMatch(/^source_url_private: 127.0.0.1 is not a public address/);
  });
});

describe('a server that is no SFTP server', () => {
  const answering = async (greet: (socket: import('node:net').Socket) => void) => {
    const server = createServer((socket) => greet(socket.on('error', () => {})));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { said } = await readCsvSftp({
      host: '127.0.0.1',
      port,
      username: 'hr',
      auth: { type: 'password', password: 'x' },
      path: 'a.csv',
    });
    server.close();
    return said;
  };
  it('may end the connection', async () => {
    expect(await answering((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))).toMatch(
      /^source_not_ssh: 127.0.0.1:\d+ ended the connection before it spoke SSH. Check that this is the port/,
    );
  });
  it('may be silent', async () => {
    expect(await answering((socket) => void setTimeout(() => socket.destroy(), 4000).unref())).toMatch(
      /^source_stalled: 127.0.0.1:\d+ accepted the connection but did not answer in SSH within 2 seconds/,
    );
  });
});

describe('a large file', () => {
  it('is read as fast as it is taken, and no faster', async () => {
    const line = `${['Ada "x"', 'a@acme.example', 'E1', 'R&D', 'Engineer', '2020-01-01', '', '', 'Oslo', ''].map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`;
    const header =
      'Full Name,Email,Employee ID,Department,Title,Hire Date,Manager’s email,Picture URL,Location,Termination Date\n';
    const bytes = Buffer.from(header + line.repeat(Math.ceil(20_000_000 / line.length)));
    await using server = await startSftp({ fileAt: () => ({ bytes, modified: 1 }) });
    let most = 0;
    let taken = 0;
    let records = 0;
    const sink = {
      record: () => void records++,
      ready: async () => {
        taken += 255 * 1024;
        most = Math.max(most, server.observed.sent - taken);
        await new Promise((resolve) => setTimeout(resolve, 1));
        return true;
      },
    };
    const { result, logged } = await readCsvSftp(server.body(), { sink: { ...collectingSink(), ...sink } });
    expect(result).toMatchObject({
      ok: true,
      value: { records: Math.ceil(20_000_000 / line.length), bytes: bytes.length },
    });
    expect(records).toBe(Math.ceil(20_000_000 / line.length));
    expect(most).toBeLessThan(3_000_000);
    expect(most).toBeGreaterThan(500_000);
    expect(logged.at(-1)).toMatchObject({ method: 'READ', bytes: bytes.length, answer: 'ok' });
  }, 30_000);

  it('is left within one block of a cancel', async () => {
    const bytes = Buffer.alloc(20_000_000, 'Full Name,');
    await using server = await startSftp({ fileAt: () => ({ bytes, modified: 1 }) });
    let asked = 0;
    const sink = { ...collectingSink(), ready: async () => ++asked < 1 };
    const { result } = await readCsvSftp(server.body(), { sink });
    expect(result).toMatchObject({ ok: true, value: { cancelled: true } });
    expect(server.observed.sent).toBeLessThan(3_000_000);
  });
});

describe('a generated key pair', () => {
  const { private_key, public_key } = generateSshKeyPair();

  it('is read by ssh2, and both halves belong together', () => {
    const parsed = utils.parseKey(private_key);
    if (parsed instanceof Error) throw parsed;
    expect(parsed.getPublicSSH().toString('base64')).toBe(public_key.split(' ')[1]);
  });

  it.skipIf(!hasSshKeygen)('is read by OpenSSH, and both halves belong together', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-key-'));
    try {
      const file = join(folder, 'key');
      writeFileSync(file, private_key, { mode: 0o600 });
      const derived = execFileSync('ssh-keygen', ['-y', '-f', file], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(derived.trim()).toBe(public_key);
      expect(readFileSync(file, 'utf8')).toBe(private_key);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
