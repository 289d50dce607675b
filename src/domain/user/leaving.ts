import type { MappedPerson } from '../mapping/person.ts';

/** When access ends on a termination date: after that day, or as it begins. */
export type AccessEnds = 'end_of_day' | 'start_of_day';

/** True once a termination date has passed. Dates are ISO days in the tenant's time zone, so text compares as time. */
export const hasPassed = (terminationDate: string, today: string, accessEnds: AccessEnds): boolean =>
  accessEnds === 'end_of_day' ? terminationDate < today : terminationDate <= today;

/** The last day for the record, or null. A date before the hire date is a mistake in the data and is ignored. */
export function terminationDateOf(person: MappedPerson): { date: string | null; ignored: boolean } {
  const { termination_date: ends, hire_date: hired } = person.attributes;
  if (typeof ends !== 'string') return { date: null, ignored: false };
  const ignored = typeof hired === 'string' && ends < hired;
  return { date: ignored ? null : ends, ignored };
}

/** Whether the payload itself says that this person has left. */
export function isGone(person: MappedPerson, today: string, accessEnds: AccessEnds): boolean {
  if (person.status === 'terminated') return true;
  const { date } = terminationDateOf(person);
  return date !== null && hasPassed(date, today, accessEnds);
}
