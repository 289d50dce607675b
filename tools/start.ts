/** `npm start`: the app, a fake HR system and a demo tenant that is connected to it, from nothing. */
import { relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './environment.ts';
import { launch } from './start/launch.ts';
import { isPortFree, startLocalCron } from './start/local-server.ts';
import { readOptions } from './start/options.ts';
import { ChildProcesses, openLog } from './start/processes.ts';

const options = orRefuse(() => readOptions(process.argv.slice(2)));
if (!(await isPortFree(options.port))) {
  refuse(
    `Port ${options.port} is taken. End what uses it, or choose another: npm start -- --port ${options.port + 10}`,
  );
}
const log = openLog(resolve(root, '.wrangler/start.log'));
const logName = relative(process.cwd(), log.file);
const children = new ChildProcesses(log);
let ending = false;
process.on('exit', () => children.kill());
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void end(0));
// The script says `exec`, so that npm's signals reach us and not a shell; and when npm is killed outright, we end too.
const parent = process.ppid;
const orphaned = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
setInterval(() => orphaned() && void end(0), 500).unref();

try {
  console.error(`Starting; what the servers say goes to ${logName}`);
  const demo = await launch(options, log, children, fail);
  console.log(
    [
      `Address   http://localhost:${options.port}/demo`,
      `E-mail    ${demo.email}`,
      `Password  ${demo.password}`,
      `API token ${demo.api_token}`,
    ].join('\n'),
  );
  startLocalCron(`http://127.0.0.1:${options.port}`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await children.stop();
  process.exit(code);
}

/** Prints the reason and the last lines of the log, and leaves nothing running. */
function fail(reason: string): void {
  if (ending) return;
  // What the servers last said may still be on its way to the file.
  void wait(200).then(() => {
    console.error(`${reason}\n\nThe last lines of ${logName}:\n${log.tail()}`);
    return end(1);
  });
}

function orRefuse<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(reason: string): never {
  console.error(reason);
  process.exit(1);
}
