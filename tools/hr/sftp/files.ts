import { gzipSync } from 'node:zlib';
import { type Person, people, personAt, type World } from '../world.ts';
import type { RemoteFile, SftpOptions } from './server.ts';

/** What can be asked for by the folder of a file, and what it shows. `reports/` is sound. */
export const FILE_FAULTS = {
  yesterday: 'the file of today is not there yet, that of yesterday is',
  missing: 'a name that differs by its letter case only',
  denied: 'the account may not read the file',
  cut: 'the connection is cut in the middle of the file',
  shrinks: 'the file ends before its size',
  grows: 'the file becomes longer while it is read',
  young: 'the file was written seconds ago, and is whole',
  writing: 'the file is still being written',
  slow: 'a tenth of a second for each answer',
  stalls: 'half of the file, then silence on an open connection',
  header: 'a column is missing, and two have other names',
  semicolon: 'semicolons, CRLF and a byte order mark, as spreadsheets write it',
  backslash: 'quotes escaped by backslashes',
  latin1: 'not UTF-8',
  ragged: 'one row has too few values',
  quotes: 'the file ends inside the quotes of a value',
  empty: 'a header and nobody below it',
  nothing: 'no bytes at all',
  gzip: 'packed with gzip',
  'gzip-cut': 'packed with gzip, and cut',
  'gzip-bomb': 'packed with gzip, a thousand times as large as it looks',
  churn: 'a while later: people have joined, left and moved',
} as const;
type FileFault = keyof typeof FILE_FAULTS;
const isFileFault = (name: string): name is FileFault => Object.hasOwn(FILE_FAULTS, name);

const HEADER = [
  ...['Full Name', 'Email', 'Employee ID', 'Department', 'Title', 'Hire Date', 'Manager’s email', 'Picture URL'],
  ...['Location', 'Termination Date', 'Cost Center'],
];

const quoteField = (text: string, quote = '""'): string => `"${text.replaceAll('"', quote)}"`;

function personRow(world: World, person: Person): string[] {
  const { manager } = person;
  const above = manager ? personAt(world, Number(manager.employeeId.slice(1)) - 100_001).email : null;
  return [
    `${person.first} "${person.first.slice(0, 3)}" ${person.last}`,
    person.email ?? '',
    person.employeeId,
    person.department.name,
    person.title,
    person.hired,
    above ?? '',
    person.picture ?? '',
    person.location.name,
    person.ends ?? '',
    `CC-${1000 + (person.index % 40)}`,
  ];
}

/** A file of everybody, with those faults that concern its text. */
export function peopleCsv(world: World, fault: FileFault | null = null): Buffer {
  const delimiter = fault === 'semicolon' ? ';' : ',';
  const end = fault === 'semicolon' ? '\r\n' : '\n';
  const quote = fault === 'backslash' ? '\\"' : '""';
  const header = HEADER.filter((name) => fault !== 'header' || name !== 'Location').map((name) =>
    fault === 'header' && name === 'Employee ID'
      ? 'EmployeeID'
      : fault === 'header' && name === 'Title'
        ? 'Position'
        : name,
  );
  const rows = [header, ...(fault === 'empty' ? [] : [...people(world)].map((person) => personRow(world, person)))];
  const lines = rows.map((row, at) => {
    const values = fault === 'ragged' && at === 3 ? row.slice(0, 4) : row;
    return values.map((value) => quoteField(value, quote)).join(delimiter);
  });
  const text = `${fault === 'semicolon' ? '\uFEFF' : ''}${lines.join(end)}${end}`;
  if (fault === 'quotes') return Buffer.from(text.slice(0, text.lastIndexOf('"CC-') + 3));
  // A header that fits, so that it is the people whom nobody can read.
  return fault === 'latin1' ? Buffer.from(text.replace('’', "'"), 'latin1') : Buffer.from(text);
}

const TROUBLES = ['denied', 'cut', 'shrinks', 'grows', 'writing', 'slow', 'stalls'] as const;
const utcDay = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** The files of the fake HR system: `{fault or reports}/people_report_{YYYY-MM-DD}.csv`, of today by the clock of UTC. */
export function hrFiles(world: World): Pick<SftpOptions, 'fileAt' | 'list'> {
  const nameIn = (folder: string): string =>
    folder === 'missing'
      ? `People_Report_${utcDay(0)}.csv`
      : `people_report_${utcDay(folder === 'yesterday' ? 1 : 0)}.csv`;
  const bytesOf = (fault: FileFault | null): Buffer => {
    if (fault === 'nothing') return Buffer.alloc(0);
    if (fault === 'gzip-bomb') return gzipSync(Buffer.concat([peopleCsv(world), Buffer.alloc(40_000_000, '\n')]));
    const later = fault === 'churn' ? { ...world, churn: world.churn + 1 } : world;
    const text = peopleCsv(later, fault);
    if (fault === 'gzip') return gzipSync(text);
    return fault === 'gzip-cut' ? gzipSync(text).subarray(0, -200) : text;
  };
  const known = new Map<string, Buffer>();
  const written = Math.floor(Date.now() / 1000) - 3 * 3600;
  return {
    fileAt(path): RemoteFile | null {
      const [folder = '', name = ''] = path.split('/');
      const fault = isFileFault(folder) ? folder : null;
      if ((!fault && folder !== 'reports') || name !== nameIn(folder)) return null;
      const bytes = known.get(folder) ?? bytesOf(fault);
      known.set(folder, bytes);
      const modified = fault === 'young' ? Math.floor(Date.now() / 10_000) * 10 - 5 : written;
      return { bytes, modified, trouble: TROUBLES.find((trouble) => trouble === fault) };
    },
    list(folder) {
      if (folder === '') return ['reports', ...Object.keys(FILE_FAULTS)];
      return folder === 'reports' || isFileFault(folder) ? [nameIn(folder)] : null;
    },
  };
}
