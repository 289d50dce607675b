/** Optional after a date, and ignored: the date is not converted. */
export const TIME_AND_OFFSET =
  '(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[AP]M)?)?(?: ?(?:Z|UTC|[+-]\\d{2}:?\\d{2}))?';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** In the Gregorian calendar, years 1 to 9999. */
export const hasDay = (year: number, month: number, day: number): boolean => {
  const days = month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0);
  return year >= 1 && year <= 9999 && day >= 1 && day <= days;
};

export const isoDate = (year: number, month: number, day: number): string | null => {
  if (!hasDay(year, month, day)) return null;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** @param name English, full or of three letters (`Sept` too). @returns 1 to 12, or 0 for anything else */
export const monthNumber = (name: string): number => {
  const word = name.toLowerCase();
  if (word === 'sept') return 9;
  return MONTHS.findIndex((month) => month === word || month.slice(0, 3) === word) + 1;
};
