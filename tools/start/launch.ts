import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from '../environment.ts';
import { mapping } from '../hr/mapping.ts';
import { answers } from './answers.ts';
import type { Children } from './children.ts';
import { connect, type Demo, opens, readDemo, setUp, writeDemo } from './demo.ts';
import type { Log } from './log.ts';
import type { Options } from './options.ts';
import { freePort } from './ports.ts';
import { localSecrets } from './secrets.ts';

const STATE = '.wrangler/state';
const DEMO = resolve(root, '.demo.json');

/** Brings up the fake HR system and the app, with the demo's data; `died` is called when one of them ends later. */
export async function launch(
  options: Options,
  log: Log,
  children: Children,
  died: (reason: string) => void,
): Promise<Demo> {
  const state = resolve(root, STATE);
  if (options.fresh) rmSync(state, { recursive: true, force: true });
  if (!existsSync(state)) rmSync(DEMO, { force: true });
  const secrets = localSecrets(resolve(root, '.dev.vars'));

  const known = readDemo(DEMO);
  const hrPort = await freePort(lastPort(known) ?? options['hr-port']);
  const hr = `http://127.0.0.1:${hrPort}`;
  const sftpPort = await freePort(hrPort + 1);
  const hrLine = [
    ...['node', 'tools/hr/main.ts', '--port', `${hrPort}`, '--sftp-port', `${sftpPort}`],
    ...['--people', `${options.people}`],
  ];
  children.keep('The fake HR system', hrLine, died);

  const migrate = ['wrangler', 'd1', 'migrations', 'apply', 'DB', '--local', '--persist-to', STATE];
  await children.finish('wrangler d1 migrations apply', migrate);
  children.keep('The app', wranglerDev(options.port), died);
  const buildFailed = () => (/Build failed with/.test(log.tail(60)) ? 'The app does not build.' : null);
  const app = `http://127.0.0.1:${options.port}`;
  await Promise.all([answers(`${app}/setup`, 60, buildFailed), answers(hr, 60)]);

  const demo = known ?? (await setUp(app, secrets.BOOTSTRAP_SECRET ?? ''));
  if (known === null) writeDemo(DEMO, demo);
  else if (!(await opens(app, known))) {
    throw new Error('.demo.json does not belong to this data.\nStart over with: npm start -- --fresh');
  }
  if (demo.hr_url === hr) return demo;
  await connect(app, demo, hr, mapping);
  const connected = { ...demo, hr_url: hr };
  writeDemo(DEMO, connected);
  return connected;
}

/** Where the data source points already: changing it would ask the admin for a new review. */
function lastPort(demo: Demo | null): number | null {
  return demo?.hr_url ? Number(new URL(demo.hr_url).port) : null;
}

// Port 0: the inspector takes any, so that two checkouts can run side by side.
const wranglerDev = (port: number): string[] => [
  ...['wrangler', 'dev', '--ip', '127.0.0.1', '--port', `${port}`, '--inspector-port', '0'],
  ...['--persist-to', STATE, '--show-interactive-dev-session=false'],
];
