import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import { fine, type Verdict } from './verdict.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Ended {
  code: number | null;
  stdout: string;
  /** Both streams, in the order in which they came. */
  output: string;
}

/** Runs a tool of node_modules/.bin, quietly. */
export function command(line: string[], options: { cwd?: string } = {}): Promise<Ended> {
  const [program = '', ...args] = line;
  const PATH = resolve(root, 'node_modules/.bin') + delimiter + (process.env.PATH ?? '');
  const env = { ...process.env, PATH, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' };
  return new Promise((done, reject) => {
    const child = spawn(program, args, { cwd: options.cwd ?? root, env, stdio: ['ignore', 'pipe', 'pipe'] });
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
