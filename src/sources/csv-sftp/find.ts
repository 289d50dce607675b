import type { Stats } from 'ssh2';
import { rest } from '../../lib/http/patience.ts';
import { type Broken, broke } from './ended.ts';
import { folderOf, nameOf, nearNames } from './names.ts';
import { brokenBy, NO_SUCH_FILE, type Sftp } from './sftp.ts';
import type { SshWorld } from './world.ts';

/** A file on the server that nobody writes to any more, as it stood when it was looked at. */
export interface Found {
  is: 'found';
  path: string;
  size: number;
  /** Seconds since the epoch, by the clock of the server. */
  modified: number;
}

/** A file that was written to so many seconds ago may still be being written. */
const YOUNG = 60;
/** Milliseconds between two looks at a young file, and how many looks it gets. */
const LOOK_AGAIN = 10_000;
const MOST_LOOKS = 6;

/** Looks for the first of some paths that is there, and waits a while for one that is still being written. */
export async function find(sftp: Sftp, paths: readonly string[], world: SshWorld): Promise<Found | Broken> {
  for (const path of paths) {
    const reply = await sftp.stat(path);
    if (reply.is === 'refused' && reply.status === NO_SUCH_FILE) continue;
    if (reply.is !== 'here') return brokenBy(reply, `looking at “${path}”`, world.limits.stall / 1000);
    if (reply.value.isDirectory()) return broke('file_refused', `“${path}” is a folder. Enter the path of a file.`);
    return settled(sftp, path, reply.value, world);
  }
  return missing(sftp, paths, world);
}

/** The clock of the server may be wrong, so a file of the future counts as young. */
const isYoung = ({ mtime }: Stats): boolean => Date.now() / 1000 - mtime < YOUNG;

async function settled(sftp: Sftp, path: string, first: Stats, world: SshWorld): Promise<Found | Broken> {
  let before = first;
  if (isYoung(first)) {
    for (let look = 1; ; look++) {
      if (!(await rest(LOOK_AGAIN, world))) return { is: 'unwanted' };
      const reply = await sftp.stat(path);
      if (reply.is !== 'here') return brokenBy(reply, `looking at “${path}” again`, world.limits.stall / 1000);
      const { size, mtime } = reply.value;
      const quiet = size === before.size && mtime === before.mtime;
      before = reply.value;
      if (quiet) break;
      if (look === MOST_LOOKS) {
        const message = `“${path}” is still being written: it changed each time that we looked, for ${(MOST_LOOKS * LOOK_AGAIN) / 1000} seconds. Schedule the export earlier, or have it written under another name and renamed when it is done.`;
        return broke('feed_incomplete', message);
      }
    }
  }
  return { is: 'found', path, size: before.size, modified: before.mtime };
}

const MOST_NAMES = 5000;
const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(' or ');

async function missing(sftp: Sftp, paths: readonly string[], world: SshWorld): Promise<Broken> {
  const [path = ''] = paths;
  const folder = folderOf(path);
  const looked = `There is no file ${quoted(paths)} on the server.`;
  const there = await namesIn(sftp, folder, world);
  if (there === 'unwanted') return { is: 'unwanted' };
  if (there === null) {
    const where = folder === '' ? '' : ` The folder “${folder}” cannot be listed either: check it first.`;
    return broke('file_missing', `${looked}${where} Names are case-sensitive.`, { looked_for: [...paths] });
  }
  const near = nearNames(paths.map(nameOf), there);
  const hint =
    near.length > 0
      ? `In that folder there is ${quoted(near)}; names are case-sensitive.`
      : there.length === 0
        ? 'That folder is empty.'
        : `That folder has ${there.length === 1 ? '1 other file' : `${there.length} others`}, none with a name like it.`;
  return broke('file_missing', `${looked} ${hint}`, { looked_for: [...paths], near });
}

/** @returns the names in a folder, the first thousands of them; null when it cannot be listed. */
async function namesIn(sftp: Sftp, folder: string, world: SshWorld): Promise<string[] | 'unwanted' | null> {
  const opened = await sftp.opendir(folder === '' ? '.' : folder);
  if (opened.is !== 'here') return opened.is === 'unwanted' ? 'unwanted' : null;
  const names: string[] = [];
  while (names.length < MOST_NAMES) {
    const entries = await sftp.readdir(opened.value);
    if (entries.is === 'unwanted' || !(await world.alive())) return 'unwanted';
    if (entries.is !== 'here' || entries.value.length === 0) break;
    names.push(...entries.value.map(({ filename }) => filename).filter((name) => name !== '.' && name !== '..'));
  }
  sftp.close(opened.value);
  return names;
}
