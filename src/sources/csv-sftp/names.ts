import { DATE } from './shape.ts';

const DAY = 24 * 3_600_000;

/**
 * @param path as in the settings. @param today ISO day
 * @returns the paths to look for, the newest first: of today and of yesterday, when the path has a date in it.
 */
export function pathsOf(path: string, today: string): string[] {
  if (!path.includes(DATE)) return [path];
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
  return [today, yesterday].map((day) => path.replaceAll(DATE, day));
}

export const folderOf = (path: string): string =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.startsWith('/') ? 1 : 0));
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const MOST_NEAR = 3;
const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const undated = (name: string): string => name.replace(/\d{4}-?\d\d-?\d\d/g, '');

/**
 * @param wanted names that were looked for. @param there names in the folder
 * @returns names that were perhaps meant: the same but for case and signs, or for their date (the last ones then).
 */
export function nearNames(wanted: readonly string[], there: readonly string[]): string[] {
  const same = there.filter((name) => wanted.some((one) => bare(one) === bare(name)));
  const others = there
    .filter((name) => !same.includes(name) && wanted.some((one) => bare(undated(one)) === bare(undated(name))))
    .sort()
    .reverse();
  return [...same, ...others].slice(0, MOST_NEAR);
}
