import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** The file that takes the noise of everything started. */
export interface Log {
  file: string;
  /** For the stdio of a child. */
  descriptor: number;
  /** The last lines, without colour. */
  tail(lines?: number): string;
  close(): void;
}

export function openLog(file: string): Log {
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
