import { spawn } from 'node:child_process';
import { environment, root } from '../environment.ts';

/** What one check found: nothing, or a text to print. A warning is printed and does not fail. */
export interface Verdict {
  failed: boolean;
  text: string;
}

export const PASSED: Verdict = { failed: false, text: '' };
export const failWith = (lines: string[]): Verdict =>
  lines.length > 0 ? { failed: true, text: lines.join('\n') } : PASSED;
export const warnWith = (lines: string[]): Verdict => ({ failed: false, text: lines.join('\n') });

export interface CommandResult {
  code: number | null;
  stdout: string;
  /** Both streams, in the order in which they came. */
  output: string;
}

/** Runs a program of node_modules/.bin and collects what it prints. */
export function runCommand(line: string[], options: { cwd?: string } = {}): Promise<CommandResult> {
  const [program = '', ...args] = line;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, output }));
  });
}

/** The command as a check: silent when it exits 0. */
export async function commandPasses(line: string[], options: { cwd?: string } = {}): Promise<Verdict> {
  const { code, output } = await runCommand(line, options);
  return code === 0 ? PASSED : { failed: true, text: output.trim() || `${line.join(' ')} exited with ${code}` };
}
