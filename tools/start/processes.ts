import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { environment, root } from '../environment.ts';

/** The file that takes the output of all processes. */
export interface LogFile {
  file: string;
  /** For the stdio of a child. */
  descriptor: number;
  /** The last lines, without colour. */
  tail(lines?: number): string;
  close(): void;
}

export function openLog(file: string): LogFile {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'w'));
  const descriptor = openSync(file, 'a');
  return {
    file,
    descriptor,
    tail: (lines = 30) =>
      stripVTControlCharacters(readFileSync(file, 'utf8')).trimEnd().split('\n').slice(-lines).join('\n'),
    close: () => closeSync(descriptor),
  };
}

/** The processes of one launcher, each the leader of its own process group, so that all that it started ends with it. */
export class ChildProcesses {
  readonly #log: LogFile;
  readonly #running = new Set<ChildProcess>();
  #stopping = false;

  constructor(log: LogFile) {
    this.#log = log;
  }

  /** Runs a command to its end; rejects when it fails. */
  async run(name: string, line: string[]): Promise<void> {
    const code = await exitOf(this.#spawn(line));
    if (code !== 0 && !this.#stopping) throw new Error(`${name} failed (exit code ${code}).`);
  }

  /** Starts what should run until `stop`; `onExit` is called when it ends before. */
  keepRunning(name: string, line: string[], onExit: (reason: string) => void): void {
    const child = this.#spawn(line);
    void exitOf(child).then((code) => {
      if (!this.#stopping) onExit(`${name} ended by itself (exit code ${code}).`);
    });
  }

  #spawn(line: string[]): ChildProcess {
    const [program = '', ...args] = line;
    const stdio = ['ignore' as const, this.#log.descriptor, this.#log.descriptor];
    const child = spawn(program, args, { cwd: root, env: environment, stdio, detached: true });
    this.#running.add(child);
    return child;
  }

  /** Sends SIGTERM to every group, and SIGKILL three seconds later. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const all = [...this.#running];
    for (const child of all) signalGroup(child, 'SIGTERM');
    const grace = new Promise((resolve) => setTimeout(resolve, 3000).unref());
    await Promise.race([Promise.all(all.map(exitOf)), grace]);
    this.kill();
  }

  /** Sends SIGKILL to every group, also where its first process has ended. */
  kill(): void {
    this.#stopping = true;
    for (const child of this.#running) signalGroup(child, 'SIGKILL');
  }
}

function exitOf(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? child.signalCode);
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
    child.once('error', (error) => resolve(error.message));
  });
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The whole group has ended already.
  }
}
