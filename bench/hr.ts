import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

/** Where a fake HR system of so many people is. */
export interface HrPlace {
  url: string;
  sftpPort: number;
  fingerprint: string;
}

/** A port that nobody has: the system's next one. */
const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Starts the fake HR system in a process of its own, for data sources that are more than one URL. */
export async function startHr(people: number): Promise<{ place: HrPlace; stop: () => void }> {
  const [port, sftpPort] = [await freePort(), await freePort()];
  const options = ['--port', String(port), '--sftp-port', String(sftpPort), '--people', String(people)];
  const main = resolve(import.meta.dirname, '../tools/hr/main.ts');
  const child = spawn(process.execPath, ['--max-old-space-size=4096', main, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const block of child.stdout) {
    said += block;
    const fingerprint = /\((SHA256:[^)]+)\)/.exec(said)?.[1];
    if (fingerprint === undefined || !said.includes('The fake HR system is at')) continue;
    return { place: { url: `http://127.0.0.1:${port}`, sftpPort, fingerprint }, stop: () => void child.kill() };
  }
  throw new Error(`The fake HR system did not start: ${said}`);
}
