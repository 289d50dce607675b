import type { Stats } from 'ssh2';
import { pause } from '../../lib/http/timeout.ts';
import { DATE_PLACEHOLDER } from './settings.ts';
import { NO_SUCH_FILE, type ReadStop, readFault, replyFault, type SftpClient, type SftpContext } from './sftp.ts';

/** A file on the server that nobody writes to any more, as it stood when it was looked at. */
export interface FoundFile {
  is: 'found';
  path: string;
  size: number;
  /** Seconds since the epoch, by the clock of the server. */
  modified: number;
}

/** A file that was written to so many seconds ago may still be being written. */
const MIN_FILE_AGE = 60;
/** Milliseconds between two looks at a young file, and how many looks it gets. */
const RECHECK_INTERVAL = 10_000;
const MAX_CHECKS = 6;

/** Looks for the first of some paths that is there, and waits a while for one that is still being written. */
export async function findFile(
  sftp: SftpClient,
  paths: readonly string[],
  world: SftpContext,
): Promise<FoundFile | ReadStop> {
  for (const path of paths) {
    const reply = await sftp.stat(path);
    if (reply.is === 'refused' && reply.status === NO_SUCH_FILE) continue;
    if (reply.is !== 'here') return replyFault(reply, `looking at “${path}”`, world.limits.stall / 1000);
    if (reply.value.isDirectory()) return readFault('file_refused', `“${path}” is a folder. Enter the path of a file.`);
    return waitUntilWritten(sftp, path, reply.value, world);
  }
  return fileMissing(sftp, paths, world);
}

/** The clock of the server may be wrong, so a file of the future counts as young. */
const isRecent = ({ mtime }: Stats): boolean => Date.now() / 1000 - mtime < MIN_FILE_AGE;

async function waitUntilWritten(
  sftp: SftpClient,
  path: string,
  first: Stats,
  world: SftpContext,
): Promise<FoundFile | ReadStop> {
  let before = first;
  if (isRecent(first)) {
    for (let look = 1; ; look++) {
      if (!(await pause(RECHECK_INTERVAL, world))) return { is: 'unwanted' };
      const reply = await sftp.stat(path);
      if (reply.is !== 'here') return replyFault(reply, `looking at “${path}” again`, world.limits.stall / 1000);
      const { size, mtime } = reply.value;
      const quiet = size === before.size && mtime === before.mtime;
      before = reply.value;
      if (quiet) break;
      if (look === MAX_CHECKS) {
        const message = `“${path}” is still being written: it changed each time that we looked, for ${(MAX_CHECKS * RECHECK_INTERVAL) / 1000} seconds. Schedule the export earlier, or have it written under another name and renamed when it is done.`;
        return readFault('feed_incomplete', message);
      }
    }
  }
  return { is: 'found', path, size: before.size, modified: before.mtime };
}

const MAX_NAMES = 5000;
const quotedNames = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(' or ');

async function fileMissing(sftp: SftpClient, paths: readonly string[], world: SftpContext): Promise<ReadStop> {
  const [path = ''] = paths;
  const folder = folderOf(path);
  const looked = `There is no file ${quotedNames(paths)} on the server.`;
  const there = await listFolder(sftp, folder, world);
  if (there === 'unwanted') return { is: 'unwanted' };
  if (there === null) {
    const where = folder === '' ? '' : ` The folder “${folder}” cannot be listed either: check it first.`;
    return readFault('file_missing', `${looked}${where} Names are case-sensitive.`, { looked_for: [...paths] });
  }
  const near = similarNames(paths.map(fileNameOf), there);
  const hint =
    near.length > 0
      ? `In that folder there is ${quotedNames(near)}; names are case-sensitive.`
      : there.length === 0
        ? 'That folder is empty.'
        : `That folder has ${there.length === 1 ? '1 other file' : `${there.length} others`}, none with a name like it.`;
  return readFault('file_missing', `${looked} ${hint}`, { looked_for: [...paths], near });
}

/** @returns the names in a folder, the first thousands of them; null when it cannot be listed. */
async function listFolder(sftp: SftpClient, folder: string, world: SftpContext): Promise<string[] | 'unwanted' | null> {
  const opened = await sftp.opendir(folder === '' ? '.' : folder);
  if (opened.is !== 'here') return opened.is === 'unwanted' ? 'unwanted' : null;
  const names: string[] = [];
  while (names.length < MAX_NAMES) {
    const entries = await sftp.readdir(opened.value);
    if (entries.is === 'unwanted' || !(await world.alive())) return 'unwanted';
    if (entries.is !== 'here' || entries.value.length === 0) break;
    names.push(...entries.value.map(({ filename }) => filename).filter((name) => name !== '.' && name !== '..'));
  }
  sftp.close(opened.value);
  return names;
}

const DAY = 24 * 3_600_000;

/**
 * @param path as in the settings. @param today ISO day
 * @returns the paths to look for, the newest first: of today and of yesterday, when the path has a date in it.
 */
export function candidatePaths(path: string, today: string): string[] {
  if (!path.includes(DATE_PLACEHOLDER)) return [path];
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
  return [today, yesterday].map((day) => path.replaceAll(DATE_PLACEHOLDER, day));
}

export const folderOf = (path: string): string =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.startsWith('/') ? 1 : 0));
export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const MAX_SIMILAR = 3;
const lettersOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const withoutDate = (name: string): string => name.replace(/\d{4}-?\d\d-?\d\d/g, '');

/**
 * @param wanted names that were looked for. @param there names in the folder
 * @returns names that were perhaps meant: the same but for case and signs, or for their date (the last ones then).
 */
export function similarNames(wanted: readonly string[], there: readonly string[]): string[] {
  const same = there.filter((name) => wanted.some((one) => lettersOf(one) === lettersOf(name)));
  const others = there
    .filter(
      (name) =>
        !same.includes(name) && wanted.some((one) => lettersOf(withoutDate(one)) === lettersOf(withoutDate(name))),
    )
    .sort()
    .reverse();
  return [...same, ...others].slice(0, MAX_SIMILAR);
}
