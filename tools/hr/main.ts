import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateSshKeyPair } from '../../src/sources/csv-sftp/private-key.ts';
import { root } from '../environment.ts';
import { createHr } from './server.ts';
import { hrFiles } from './sftp/files.ts';
import { createSftp } from './sftp/server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8788' },
    'sftp-port': { type: 'string', default: '8789' },
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    churn: { type: 'string', default: '0' },
  },
});

const flag = (name: keyof typeof values): number => {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, not “${values[name]}”`);
  process.exit(2);
};

/** The same host key at each start, or everybody who confirmed it would be told that it has changed. */
function hostKey(): string {
  const file = resolve(root, '.wrangler/hr-host-key');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const { private_key } = generateSshKeyPair();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, private_key, { mode: 0o600 });
  return private_key;
}

const world = { people: flag('people'), seed: flag('seed'), churn: flag('churn') };
const port = flag('port');
const sftpPort = flag('sftp-port');
const sftp = createSftp({
  ...hrFiles(world),
  passwords: { hr: 'hr-secret' },
  keyHolders: ['key-holder'],
  hostKey: hostKey(),
});
const server = createHr({ ...world, sftp: { port: sftpPort, fingerprint: sftp.fingerprint } });
sftp.server.on('error', (error: Error) => {
  console.error(`The fake HR system could not start its SFTP server on port ${sftpPort}: ${error.message}`);
  process.exit(1);
});
sftp.server.listen(sftpPort, '127.0.0.1');
server.on('error', (error) => {
  console.error(`The fake HR system could not start on port ${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  console.log(`Its files are at sftp://hr@127.0.0.1:${sftpPort}/reports/ (${sftp.fingerprint})`);
  console.log(`The fake HR system is at http://127.0.0.1:${port}/ (Basic hr / hr-secret, Bearer hr-token)`);
});
