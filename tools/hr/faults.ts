import { toReportEntry } from './workday.ts';
import { everHired, isEmployed, type Person, people, personAt, type World } from './world.ts';

/** What can be asked for with `?fault=`, and what it shows. */
export const FAULTS = {
  truncated: 'a chunked answer that ends cleanly in the middle of a record',
  short: 'a declared length that is longer than what comes before the connection is cut',
  empty: 'a sound report without anybody in it',
  half: 'a sound report that misses every second person (the total of /api/people still counts them)',
  '429': 'asked too often: refused `times` (2) times with Retry-After, then answered',
  '500': 'an error inside the HR system (`times` makes it heal)',
  drip: 'a few bytes at a time (`every` milliseconds, 100; `bytes`, 2000)',
  stall: 'half of the report, then silence on an open connection',
  'bad-record': 'one record that is no JSON, in sound framing',
  broken: 'a comma between two records is missing',
  duplicate: 'one person twice, with identical records',
  'duplicate-differs': 'one person twice, with different titles',
  swap: 'the e-mail addresses of two people are swapped',
  reuse: 'a new person has the e-mail address of one who has left',
  'reuse-active': 'a new person has the e-mail address of one who is still there',
  'null-emails': 'several people without an e-mail address',
  html: 'a sign-in page instead of data, with status 200',
  xml: 'the report as XML',
  latin1: 'CSV that is not UTF-8',
  columns: 'CSV with a column twice in its header',
  'no-token': 'the token URL refuses the grant',
  'expired-token': 'an access token is void before its time, once for each token that is asked for',
  'same-page': 'every page is the first one',
  loop: 'the next page is an earlier one',
  away: 'the next page is on another host',
} as const;
export type FaultName = keyof typeof FAULTS;

export const isFault = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);

const json = (person: Person): string => JSON.stringify(toReportEntry(person));

/** @returns the first active person from an index on. */
function activeFrom(world: World, from: number): Person {
  for (let index = from; index < everHired(world); index++) {
    const person = personAt(world, index);
    if (isEmployed(world, index) && person.status === 'Active' && person.email?.includes('@')) return person;
  }
  return personAt(world, 0);
}

function* withSwappedEmails(world: World): Generator<string, void> {
  const one = activeFrom(world, Math.floor(everHired(world) / 2));
  const other = activeFrom(world, one.index + 1);
  for (const person of people(world)) {
    const email = person.index === one.index ? other.email : person.index === other.index ? one.email : person.email;
    yield json({ ...person, email });
  }
}

function* withReusedEmail(world: World, stays: boolean): Generator<string, void> {
  const from = activeFrom(world, Math.floor(everHired(world) / 2));
  for (const person of people(world)) if (stays || person.index !== from.index) yield json(person);
  const index = everHired(world) + 500_000;
  const next = personAt({ ...world, people: index + 1 }, index);
  yield json({ ...next, status: 'Active', ends: null, email: from.email, manager: from.manager });
}

function* withDuplicate(world: World, differs: boolean): Generator<string, void> {
  const one = activeFrom(world, Math.floor(everHired(world) / 2));
  for (const person of people(world)) yield json(person);
  yield json(differs ? { ...one, title: `Acting ${one.title}` } : one);
}

function* mapRecords(world: World, change: (person: Person, nth: number) => string | null): Generator<string, void> {
  let nth = 0;
  for (const person of people(world)) {
    const record = change(person, nth++);
    if (record !== null) yield record;
  }
}

/** Yields the records of a report as JSON texts, with those faults in them that concern people. */
export function records(world: World, fault: FaultName | null): Generator<string, void> {
  const middle = Math.floor(world.people / 2);
  switch (fault) {
    case 'empty':
      return mapRecords({ ...world, people: 0, churn: 0 }, () => null);
    case 'half':
      return mapRecords(world, (person, nth) => (nth % 2 === 0 ? json(person) : null));
    case 'bad-record':
      return mapRecords(world, (person, nth) =>
        nth === middle ? `{"Employee_ID":"${person.employeeId}","Worker":nul,"Note":"} , {"}` : json(person),
      );
    case 'null-emails':
      return mapRecords(world, (person, nth) => json(nth % 20 === 5 ? { ...person, email: null } : person));
    case 'duplicate':
    case 'duplicate-differs':
      return withDuplicate(world, fault === 'duplicate-differs');
    case 'swap':
      return withSwappedEmails(world);
    case 'reuse':
    case 'reuse-active':
      return withReusedEmail(world, fault === 'reuse-active');
    default:
      return mapRecords(world, (person) => json(person));
  }
}
