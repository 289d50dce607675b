import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Clock ticks a second, as the kernel counts CPU time. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK']).toString());

const isDescendant = (pid: string): boolean => {
  const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return parent === String(process.pid) || (parent !== undefined && Number(parent) > 1 && isDescendant(parent));
};

/** Every workerd below this process: the app, the bench's own Worker and the simulators share them. */
const workerdPids = (): string[] =>
  execFileSync('pgrep', ['-f', 'workerd serve']).toString().trim().split('\n').filter(isDescendant);

/** The most memory that our workerd ever had, in MB. */
export const peakMemory = (): number =>
  Math.max(
    ...workerdPids().map(
      (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    ),
  );

/** CPU time of our workerd so far, in milliseconds: steadier than the wall on a machine that others use too. */
export const cpuTime = (): number =>
  workerdPids().reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return sum + ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000;
  }, 0);
