import { spawn } from 'node:child_process';
import { environment, root } from '../environment.ts';
import { fine, type Verdict } from './verdict.ts';

export interface Ended {
  code: number | null;
  stdout: string;
  /** Both streams, in the order in which they came. */
  output: string;
}

/** Runs a tool of node_modules/.bin, quietly. */
export function command(line: string[], options: { cwd?: string } = {}): Promise<Ended> {
  const [program = '', ...args] = line;
  return new Promise((done, reject) => {
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
    child.once('close', (code) => done({ code, stdout, output }));
  });
}

/** The command as a check: silent when it exits 0. */
export async function passes(line: string[], options: { cwd?: string } = {}): Promise<Verdict> {
  const { code, output } = await command(line, options);
  return code === 0 ? fine : { failed: true, text: output.trim() || `${line.join(' ')} exited with ${code}` };
}
