import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { peopleCsv } from '../../../../tools/hr/sftp/files.ts';
import { freePort } from '../../../../tools/start/local-server.ts';
import { sshd } from '../../../fixtures/optional-suites.ts';
import { readCsvSftp } from '../../../fixtures/sftp.ts';

describe.skipIf(!sshd)('a real OpenSSH server', () => {
  it('lets a key in, and gives a file of 20 MB', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-sshd-'));
    const at = (name: string) => join(folder, name);
    chmodSync(folder, 0o700);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('host')]);
    const pin = execFileSync('ssh-keygen', ['-lf', at('host.pub')], { encoding: 'utf8' }).split(' ')[1];
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('user')]);
    writeFileSync(at('authorized'), readFileSync(at('user.pub')));
    chmodSync(at('authorized'), 0o600);
    const port = await freePort(0);
    const lines = [
      ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${at('host')}`, `PidFile ${at('pid')}`, 'UsePAM no'],
      ...[`AuthorizedKeysFile ${at('authorized')}`, 'StrictModes no', 'Subsystem sftp internal-sftp', 'RekeyLimit 4M'],
    ];
    writeFileSync(at('config'), `${lines.join('\n')}\n`);
    const people = peopleCsv({ people: 80_000, seed: 1, churn: 0 });
    writeFileSync(at('people.csv'), people);
    const server = spawn(sshd ?? '', ['-D', '-e', '-f', at('config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      const [first] = await once(server.stderr, 'data');
      if (!String(first).includes('listening')) throw new Error(`sshd does not start: ${first}`);
      const settings = {
        ...{ host: '127.0.0.1', port, host_key: pin, path: at('people.csv') },
        username: userInfo().username,
        auth: { type: 'key', private_key: readFileSync(at('user'), 'utf8') },
      };
      const young = { sleep: async () => {} };
      const { said } = await readCsvSftp(settings, { more: young });
      expect(said).toBe('80000 people');
      expect((await readCsvSftp({ ...settings, path: '/no/such.csv' })).said).toMatch(/^file_missing: /);
    } finally {
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
