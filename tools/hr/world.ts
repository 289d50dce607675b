import { DEPARTMENTS, FIRST, LAST, LOCATIONS, RANKS, SKILLS } from './names.ts';

/** A company at one point of its history: the same three numbers always give the same people. */
export interface World {
  /** How many people the company started with. */
  people: number;
  seed: number;
  /** Steps of history since: each changes about 1 % of titles, adds about 0.5 % joiners and takes 0.5 % away. */
  churn: number;
}

export interface Person {
  index: number;
  employeeId: string;
  first: string;
  last: string;
  /** Null in some faults; about 3 of 1,000 people have a mistyped one. */
  email: string | null;
  picture: string | null;
  hired: string;
  ends: string | null;
  status: 'Active' | 'On Leave' | 'Terminated';
  department: (typeof DEPARTMENTS)[number];
  title: string;
  level: number;
  location: (typeof LOCATIONS)[number];
  manager: { employeeId: string; name: string } | null;
  contingent: boolean;
  skills: string[];
  phone: string;
}

const LEAVING = 200; // one of so many leaves at each step
const CHANGING = 100;
const SPAN = 8; // people under one person

function mix(number: number): number {
  let x = number | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** A number of [0, 1) for a person and a purpose: no draw depends on another. */
function draw(seed: number, index: number, purpose: number): number {
  const mixed = mix(mix(mix(seed + 0x9e3779b9) ^ index) + purpose);
  return (mixed >>> 0) / 4294967296;
}

function pick<Item>(list: readonly Item[], at: number): Item {
  const item = list[Math.floor(at * list.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

const joiners = (world: World): number => Math.max(1, Math.round(world.people / 200));

/** How many people there ever were; some of them have left. */
export const everHired = (world: World): number => world.people + world.churn * joiners(world);

const joinedAt = (world: World, index: number): number =>
  index < world.people ? 0 : 1 + Math.floor((index - world.people) / joiners(world));

/** @returns how many steps up to now touched a person, when each touches one of `every`. */
function touched(world: World, index: number, every: number, purpose: number): number {
  const slot = 1 + Math.floor(draw(world.seed, index, purpose) * every);
  const upTo = (step: number) => (step < slot ? 0 : 1 + Math.floor((step - slot) / every));
  return upTo(world.churn) - upTo(joinedAt(world, index));
}

/** True for somebody who is in the company's reports. The head of the company stays. */
export const isEmployed = (world: World, index: number): boolean =>
  index === 0 || (index > 0 && index < everHired(world) && touched(world, index, LEAVING, 1) === 0);

/** How many people are here. */
export function headcount(world: World): number {
  let here = 0;
  for (let index = 0; index < everHired(world); index++) if (isEmployed(world, index)) here++;
  return here;
}

export const employeeIdOf = (index: number): string => `E${100001 + index}`;

/** @returns the index behind an employee ID, or -1. */
export function indexOf(employeeId: string): number {
  const found = /^E(\d{6,9})$/i.exec(employeeId.trim());
  return found ? Number(found[1]) - 100001 : -1;
}

const date = (year: number, at: number): string => {
  const day = new Date(Date.UTC(year, 0, 1 + Math.floor(at * 365)));
  return day.toISOString().slice(0, 10);
};

const nameOf = (world: World, index: number) => ({
  first: pick(FIRST, draw(world.seed, index, 2)),
  last: pick(LAST, draw(world.seed, index, 3)),
});

const ascii = (name: string): string =>
  name
    .replaceAll('Ø', 'O')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

function statusOf(world: World, index: number): Person['status'] {
  const at = index === 0 || isMistyped(index) ? 1 : draw(world.seed, index, 4);
  return at < 0.02 ? 'Terminated' : at < 0.045 ? 'On Leave' : 'Active';
}

/** About 3 of 1,000 people have an address that nobody can write to, so that a demo shows a failed record. */
const isMistyped = (index: number): boolean => index % 333 === 250;

function managerOf(world: World, index: number): Person['manager'] {
  if (index === 0) return null;
  let above = Math.floor((index - 1) / SPAN);
  while (above > 0 && (!isEmployed(world, above) || statusOf(world, above) === 'Terminated'))
    above = Math.floor((above - 1) / SPAN);
  const { first, last } = nameOf(world, above);
  return { employeeId: employeeIdOf(above), name: `${first} ${last}` };
}

/** @returns everything about one person, whether still here or not. */
export function personAt(world: World, index: number): Person {
  const at = (purpose: number) => draw(world.seed, index, purpose);
  const { first, last } = nameOf(world, index);
  const status = statusOf(world, index);
  const changes = touched(world, index, CHANGING, 5);
  const department = pick(DEPARTMENTS, (at(6) + (changes > 1 ? at(50 + changes) : 0)) % 1);
  const rank = Math.min(RANKS.length - 1, Math.floor(at(7) * 3) + changes);
  const role = pick(department.roles, at(8));
  const location = pick(LOCATIONS, at(9));
  const mailbox = `${ascii(first)}.${ascii(last)}${index + 1}`;
  const joined = joinedAt(world, index);
  const leavesLater = status === 'Active' && index > 0 && at(10) < 0.006;
  return {
    index,
    employeeId: employeeIdOf(index),
    first,
    last,
    email: isMistyped(index) ? `${mailbox} at northwind.example` : `${mailbox}@northwind.example`,
    picture: at(11) < 0.85 ? `https://photos.northwind.example/${employeeIdOf(index).toLowerCase()}.jpg` : null,
    hired: joined > 0 ? date(2025, at(12)) : date(2006 + Math.floor(at(13) * 18), at(12)),
    ends: status === 'Terminated' ? date(2025, at(14)) : leavesLater ? date(2031, at(14)) : null,
    status,
    department,
    title: index === 0 ? 'Chief Executive' : `${RANKS[rank]} ${role}`.trim(),
    level: index === 0 ? 10 : 2 + rank,
    location,
    manager: managerOf(world, index),
    contingent: index > 0 && at(15) < 0.08,
    skills: [pick(SKILLS, at(16)), pick(SKILLS, (at(16) + 0.2 + at(17) * 0.5) % 1)].slice(0, at(18) < 0.1 ? 0 : 2),
    phone: `${location.phone} ${String(1000 + Math.floor(at(19) * 9000))}`,
  };
}

/** Yields everybody who is here, by index, holding none of them. */
export function* people(world: World): Generator<Person, void> {
  for (let index = 0; index < everHired(world); index++) if (isEmployed(world, index)) yield personAt(world, index);
}
