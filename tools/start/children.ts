import { type ChildProcess, spawn } from 'node:child_process';
import { environment, root } from '../environment.ts';
import type { Log } from './log.ts';

/** The processes of one launcher, each the head of its own group, so that ending it ends all that it started. */
export class Children {
  readonly #log: Log;
  readonly #running = new Set<ChildProcess>();
  #stopping = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Runs until it ends by itself; rejects with the log's tail when it fails. */
  async finish(name: string, line: string[]): Promise<void> {
    const code = await ended(this.#spawn(line));
    if (code !== 0 && !this.#stopping) throw new Error(`${name} failed (exit code ${code}).`);
  }

  /** Starts what should run for as long as we do; `died` is called when it does not. */
  keep(name: string, line: string[], died: (reason: string) => void): void {
    const child = this.#spawn(line);
    void ended(child).then((code) => {
      if (!this.#stopping) died(`${name} ended by itself (exit code ${code}).`);
    });
  }

  #spawn(line: string[]): ChildProcess {
    const [program = '', ...args] = line;
    const stdio = ['ignore' as const, this.#log.descriptor, this.#log.descriptor];
    const child = spawn(program, args, { cwd: root, env: environment, stdio, detached: true });
    this.#running.add(child);
    return child;
  }

  /** Asks every group to end, and insists after a while. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const all = [...this.#running];
    for (const child of all) signal(child, 'SIGTERM');
    const patience = new Promise((done) => setTimeout(done, 3000).unref());
    await Promise.race([Promise.all(all.map(ended)), patience]);
    this.kill();
  }

  /** Ends every group at once; also what is left in a group whose head is gone. */
  kill(): void {
    this.#stopping = true;
    for (const child of this.#running) signal(child, 'SIGKILL');
  }
}

function ended(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? child.signalCode);
  return new Promise((done) => {
    child.once('exit', (code, by) => done(code ?? by));
    child.once('error', (error) => done(error.message));
  });
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The whole group has ended already.
  }
}
