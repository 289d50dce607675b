import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from '../environment.ts';
import { mapping } from '../hr/mapping.ts';
import { acceptsToken, connectDemo, type Demo, readDemo, setUpDemo, writeDemo } from './demo.ts';
import { freePort, waitUntilUp } from './local-server.ts';
import { ensureLocalSecrets, type StartOptions } from './options.ts';
import type { ChildProcesses, LogFile } from './processes.ts';

const STATE_FOLDER = '.wrangler/state';
const DEMO_FILE = resolve(root, '.demo.json');

/** Brings up the fake HR system and the app, with the demo's data; `onExit` is called when one of them ends later. */
export async function launch(
  options: StartOptions,
  log: LogFile,
  children: ChildProcesses,
  onExit: (reason: string) => void,
): Promise<Demo> {
  const state = resolve(root, STATE_FOLDER);
  if (options.fresh) rmSync(state, { recursive: true, force: true });
  if (!existsSync(state)) rmSync(DEMO_FILE, { force: true });
  const secrets = ensureLocalSecrets(resolve(root, '.dev.vars'));

  const known = readDemo(DEMO_FILE);
  const hrPort = await freePort(previousHrPort(known) ?? options['hr-port']);
  const hr = `http://127.0.0.1:${hrPort}`;
  const sftpPort = await freePort(hrPort + 1);
  const hrLine = [
    ...['node', 'tools/hr/main.ts', '--port', `${hrPort}`, '--sftp-port', `${sftpPort}`],
    ...['--people', `${options.people}`],
  ];
  children.keepRunning('The fake HR system', hrLine, onExit);

  const migrate = ['wrangler', 'd1', 'migrations', 'apply', 'DB', '--local', '--persist-to', STATE_FOLDER];
  await children.run('wrangler d1 migrations apply', migrate);
  children.keepRunning('The app', wranglerDev(options.port), onExit);
  const buildFailed = () => (/Build failed with/.test(log.tail(60)) ? 'The app does not build.' : null);
  const app = `http://127.0.0.1:${options.port}`;
  await Promise.all([waitUntilUp(`${app}/setup`, 60, buildFailed), waitUntilUp(hr, 60)]);

  const demo = known ?? (await setUpDemo(app, secrets.BOOTSTRAP_SECRET ?? ''));
  if (known === null) writeDemo(DEMO_FILE, demo);
  else if (!(await acceptsToken(app, known))) {
    throw new Error('.demo.json does not belong to this data.\nStart over with: npm start -- --fresh');
  }
  if (demo.hr_url === hr) return demo;
  await connectDemo(app, demo, hr, mapping);
  const connected = { ...demo, hr_url: hr };
  writeDemo(DEMO_FILE, connected);
  return connected;
}

/** The port that the data source points at: a change of its settings would ask the admin for a new review. */
function previousHrPort(demo: Demo | null): number | null {
  return demo?.hr_url ? Number(new URL(demo.hr_url).port) : null;
}

// Port 0: the inspector takes any, so that two checkouts can run side by side.
const wranglerDev = (port: number): string[] => [
  ...['wrangler', 'dev', '--ip', '127.0.0.1', '--port', `${port}`, '--inspector-port', '0'],
  ...['--persist-to', STATE_FOLDER, '--show-interactive-dev-session=false'],
];
