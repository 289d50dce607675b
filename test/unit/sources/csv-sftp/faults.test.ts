import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsvSftp, startSftp, TODAY } from '../../../fixtures/sftp.ts';

let server: Awaited<ReturnType<typeof startSftp>>;
beforeAll(async () => {
  server = await startSftp();
});
afterAll(() => server[Symbol.asyncDispose]());

const at = (folder: string) => ({ path: `${folder}/people_report_{YYYY-MM-DD}.csv` });
const bytes = '[\\d,]+ bytes';

/** Fault by fault: the settings that meet it, and the sentence. */
const TABLE: [string, object, string][] = [
  ['none', {}, '60 people$'],
  ['a file of yesterday', at('yesterday'), '60 people$'],
  [
    'no file, another case',
    at('missing'),
    `file_missing: There is no file “missing/people_report_${TODAY}.csv” or “missing/people_report_[\\d-]+.csv” on the server. In that folder there is “People_Report_${TODAY}.csv”; names are case-sensitive.$`,
  ],
  [
    'no folder',
    at('nowhere'),
    'file_missing: There is no file “nowhere/[^”]+” or “nowhere/[^”]+” on the server. The folder “nowhere” cannot be listed either: check it first. Names are case-sensitive.$',
  ],
  [
    'no name like it',
    { path: 'reports/all.csv' },
    'file_missing: There is no file “reports/all.csv” on the server. That folder has 1 other file, none with a name like it.$',
  ],
  ['a folder', { path: 'reports' }, 'file_refused: “reports” is a folder. Enter the path of a file.$'],
  [
    'denied',
    at('denied'),
    'file_refused: The server does not allow this account to go on opening “denied/[^”]+”: permission denied.$',
  ],
  [
    'cut',
    at('cut'),
    `feed_incomplete: The connection to the server was cut while reading “cut/[^”]+”, after ${bytes} of ${bytes}.$`,
  ],
  [
    'shrinks',
    at('shrinks'),
    `feed_incomplete: “shrinks/[^”]+” ended after ${bytes}, though the server said that it has ${bytes}: it was cut`,
  ],
  ['grows', at('grows'), 'feed_incomplete: “grows/[^”]+” became longer while it was read, so it may not be whole.'],
  ['young', at('young'), '60 people$'],
  [
    'writing',
    at('writing'),
    'feed_incomplete: “writing/[^”]+” is still being written: it changed each time that we looked, for 60 seconds.',
  ],
  ['slow', at('slow'), '60 people$'],
  [
    'stalls',
    at('stalls'),
    `source_stalled: The server sent nothing for 0 seconds while reading “stalls/[^”]+”, after ${bytes} of`,
  ],
  [
    'header',
    at('header'),
    'header_mismatch: The header of the CSV does not have the columns that it needs. Missing: “Employee ID”, “Title”, “Location”. Nearly matching: “EmployeeID” is nearly “Employee ID”. Unexpected: “Position”, “Cost Center”. Correct the header; nobody was changed.$',
  ],
  ['semicolon, CRLF and a mark', at('semicolon'), '60 people$'],
  [
    'the wrong delimiter',
    { ...at('semicolon'), csv_delimiter: 'comma' },
    'feed_broken: The CSV is damaged at byte 14, in row 1: behind a closing quote stands something else',
  ],
  ['the right delimiter', { ...at('semicolon'), csv_delimiter: 'semicolon' }, '60 people$'],
  ['backslash', { ...at('backslash'), csv_quotes: 'backslash' }, '60 people$'],
  [
    'backslash, not chosen',
    at('backslash'),
    'feed_broken: The CSV is damaged at byte \\d+, in row 2: .*choose backslash escapes',
  ],
  ['latin1', at('latin1'), 'feed_not_utf8: The CSV is not UTF-8: the byte 0x[0-9a-f]{2} at position \\d+, in row \\d+'],
  ['ragged', at('ragged'), '60 people$'],
  [
    'quotes',
    at('quotes'),
    `feed_incomplete: The CSV ended too early, after ${bytes}, inside the quotes of a value in row 61.`,
  ],
  ['empty', at('empty'), 'feed_empty: The file has a header and nobody below it.'],
  ['nothing', at('nothing'), 'feed_incomplete: The CSV ended too early, after 0 bytes, before anything was said.'],
  ['gzip', at('gzip'), '60 people$'],
  ['gzip-cut', at('gzip-cut'), `feed_incomplete: The gzip file ended too early, after ${bytes} of it were unpacked.$`],
  [
    'gzip-bomb',
    at('gzip-bomb'),
    'source_too_large: The gzip file unpacks to too much: more than 2000 MB, or more than 200 times its size.',
  ],
  [
    'wrong password',
    { auth: { type: 'password', password: 'no' } },
    'source_refused_credentials: 127.0.0.1:\\d+ refused the user name or the password. Check both.$',
  ],
  [
    'wrong user',
    { username: 'nobody' },
    'source_refused_credentials: 127.0.0.1:\\d+ refused the user name or the password.',
  ],
  [
    'a key that is not known',
    { auth: { type: 'generated_key' } },
    'source_refused_credentials: 127.0.0.1:\\d+ refused the key of “hr”. Check the user name, and that the public key stands in the authorized_keys',
  ],
  [
    'no pin',
    { host_key: null },
    'host_key_unconfirmed: 127.0.0.1:\\d+ has the host key SHA256:[A-Za-z0-9+/]{43}, which nobody has confirmed yet',
  ],
  [
    'another pin',
    { host_key: `SHA256:${'A'.repeat(43)}` },
    'host_key_changed: 127.0.0.1:\\d+ has the host key SHA256:[A-Za-z0-9+/]{43}, another one than was confirmed',
  ],
  ['a closed port', { port: 1 }, 'source_unreachable: 127.0.0.1:1 could not be reached: the connection was refused.'],
  [
    'no such host',
    { host: 'no-such-host.invalid' },
    'source_unreachable: no-such-host.invalid:\\d+ could not be reached: there is no host of this name|source_unreachable: no-such-host.invalid:\\d+ could not be reached: the name of the host could not be looked up',
  ],
];

describe('CSV over SFTP from a server with a fault', () => {
  it.each(TABLE)('gives the right end: %s', async (_name, settings, words) => {
    const { said, logged, files } = await readCsvSftp(server.body(settings));
    expect(said).toMatch(new RegExp(`^(${words})`));
    expect(said).not.toContain('hr-secret');
    expect(JSON.stringify(logged)).not.toMatch(/hr-secret|PRIVATE/);
    expect(files.every(({ same_since }) => same_since === null)).toBe(true);
  });
});
