import type { Stats } from 'ssh2';
import { pause } from '../../lib/http/timeout.ts';
import { DATE_PLACEHOLDER } from './settings.ts';
import { NO_SUCH_FILE, type ReadStop, readFault, replyFault, type SftpClient, type SftpContext } from './sftp.ts';

/** Nobody was writing to it. */
export interface FoundFile {
  is: 'found';
  path: string;
  size: number;
  /** Seconds since the epoch, by the clock of the server. */
  modified: number;
}

/** Seconds; a younger file may still be being written. */
const MIN_FILE_AGE = 60;
/** Milliseconds. */
const RECHECK_INTERVAL = 10_000;
const MAX_CHECKS = 6;

/** Waits a while for a file that is still being written. */
export async function findFile(
  sftp: SftpClient,
  paths: readonly string[],
  context: SftpContext,
): Promise<FoundFile | ReadStop> {
  for (const path of paths) {
    const reply = await sftp.stat(path);
    if (reply.is === 'refused' && reply.status === NO_SUCH_FILE) continue;
    if (reply.is !== 'done') return replyFault(reply, { path, step: 'look' }, context);
    if (reply.value.isDirectory()) return readFault('file_refused', { case: 'folder', path });
    return waitUntilWritten(sftp, path, reply.value, context);
  }
  return fileMissing(sftp, paths, context);
}

/** The server's clock may be wrong, so a modification time in the future counts as recent. */
const isRecent = ({ mtime }: Stats): boolean => Date.now() / 1000 - mtime < MIN_FILE_AGE;

async function waitUntilWritten(
  sftp: SftpClient,
  path: string,
  first: Stats,
  context: SftpContext,
): Promise<FoundFile | ReadStop> {
  let before = first;
  if (isRecent(first)) {
    for (let check = 1; ; check++) {
      if (!(await pause(RECHECK_INTERVAL, context))) return { is: 'cancelled' };
      const reply = await sftp.stat(path);
      if (reply.is !== 'done') return replyFault(reply, { path, step: 'look_again' }, context);
      const { size, mtime } = reply.value;
      const isUnchanged = size === before.size && mtime === before.mtime;
      before = reply.value;
      if (isUnchanged) break;
      if (check === MAX_CHECKS)
        return readFault('feed_incomplete', {
          case: 'file_unfinished',
          path,
          checked: MAX_CHECKS * RECHECK_INTERVAL,
        });
    }
  }
  return { is: 'found', path, size: before.size, modified: before.mtime };
}

const MAX_NAMES = 5000;

async function fileMissing(sftp: SftpClient, paths: readonly string[], context: SftpContext): Promise<ReadStop> {
  const [path = ''] = paths;
  const folder = folderOf(path);
  const lookedFor = [...paths];
  const names = await listFolder(sftp, folder, context);
  if (names === 'cancelled') return { is: 'cancelled' };
  if (names === null) {
    const params = { case: 'folder_unreadable', paths: lookedFor, folder } as const;
    return readFault('file_missing', params, { looked_for: lookedFor });
  }
  const similar = similarNames(paths.map(fileNameOf), names);
  const params = { case: 'not_in_folder', paths: lookedFor, similar, others: names.length } as const;
  return readFault('file_missing', params, { looked_for: lookedFor, near: similar });
}

/** @returns at most `MAX_NAMES` names; null when the folder cannot be listed */
async function listFolder(
  sftp: SftpClient,
  folder: string,
  context: SftpContext,
): Promise<string[] | 'cancelled' | null> {
  const opened = await sftp.opendir(folder === '' ? '.' : folder);
  if (opened.is !== 'done') return opened.is === 'cancelled' ? 'cancelled' : null;
  const names: string[] = [];
  while (names.length < MAX_NAMES) {
    const entries = await sftp.readdir(opened.value);
    if (entries.is === 'cancelled' || !(await context.shouldContinue())) return 'cancelled';
    if (entries.is !== 'done' || entries.value.length === 0) break;
    names.push(...entries.value.map(({ filename }) => filename).filter((name) => name !== '.' && name !== '..'));
  }
  sftp.close(opened.value);
  return names;
}

const DAY = 24 * 3_600_000;

/** @param today ISO date. @returns also the path of yesterday when there is a date placeholder */
export function candidatePaths(path: string, today: string): string[] {
  if (!path.includes(DATE_PLACEHOLDER)) return [path];
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
  return [today, yesterday].map((day) => path.replaceAll(DATE_PLACEHOLDER, day));
}

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), path.startsWith('/') ? 1 : 0));
const fileNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const MAX_SIMILAR = 3;
const lettersOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const withoutDate = (name: string): string => name.replace(/\d{4}-?\d\d-?\d\d/g, '');

/** @returns names that differ only in case and punctuation, then those that differ only in their date, latest first */
function similarNames(wanted: readonly string[], available: readonly string[]): string[] {
  const same = available.filter((name) => wanted.some((one) => lettersOf(one) === lettersOf(name)));
  const others = available
    .filter(
      (name) =>
        !same.includes(name) && wanted.some((one) => lettersOf(withoutDate(one)) === lettersOf(withoutDate(name))),
    )
    .sort()
    .reverse();
  return [...same, ...others].slice(0, MAX_SIMILAR);
}
