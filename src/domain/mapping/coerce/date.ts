import { ok } from '../../../lib/result.ts';
import { hasDay, isoDate, monthNumber } from './calendar.ts';
import { type Coerced, isNothing, misfit, NOTHING } from './coerced.ts';
import { scalarText } from './text.ts';

/** A time of day and an offset are dropped: the day is the one that the data source wrote. */
export const TIME_AND_OFFSET =
  '(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[AP]M)?)?(?: ?(?:Z|UTC|[+-]\\d{2}:?\\d{2}))?';
const form = (day: string): RegExp => new RegExp(`^${day}${TIME_AND_OFFSET}$`, 'i');

const YEAR_FIRST = form('(?<year>\\d{4})(?<separator>[-/])(?<month>\\d{1,2})\\k<separator>(?<day>\\d{1,2})');
const COMPACT = form('(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})');
const DOTTED = form('(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})');
const DAY_AND_NAME = form('(?<day>\\d{1,2})(?: |-|\\. ?)(?<name>[A-Za-z]+)\\.?(?: |-|, ?)(?<year>\\d{4})');
const NAME_AND_DAY = form('(?<name>[A-Za-z]+)\\.? (?<day>\\d{1,2})(?:, ?| )(?<year>\\d{4})');
const UNAMBIGUOUS = [YEAR_FIRST, COMPACT, DOTTED, DAY_AND_NAME, NAME_AND_DAY];
const SLASHED = form('(?<first>\\d{1,2})/(?<second>\\d{1,2})/(?<year>\\d{4})');

/** The longest form that is read, with room; a longer text is no date and not worth a look. */
const MOST_CHARACTERS = 64;

type Reading = { date: string | null; ambiguous: boolean };

/** `03/04/2021` may be March or April: only a day above 12, or the same number twice, tells which. */
const readSlashed = (text: string): Reading | null => {
  const parts = SLASHED.exec(text)?.groups;
  if (parts === undefined) return null;
  const [year, first, second] = [Number(parts.year), Number(parts.first), Number(parts.second)];
  const monthFirst = isoDate(year, first, second);
  const dayFirst = isoDate(year, second, first);
  const ambiguous = monthFirst !== null && dayFirst !== null && first !== second;
  return { date: ambiguous ? null : (monthFirst ?? dayFirst), ambiguous };
};

const read = (text: string): Reading => {
  for (const pattern of UNAMBIGUOUS) {
    const parts = pattern.exec(text)?.groups;
    if (parts === undefined) continue;
    const month = parts.name === undefined ? Number(parts.month) : monthNumber(parts.name);
    return { date: isoDate(Number(parts.year), month, Number(parts.day)), ambiguous: false };
  }
  return readSlashed(text) ?? { date: null, ambiguous: false };
};

const DASH = 45;
const PLUS = 43;
const COLON = 58;

/** The digit at a place of a text; NaN, which makes every sum and comparison fail, for anything else. */
const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

const isOffset = (text: string, at: number): boolean => {
  const sign = text.charCodeAt(at);
  if ((sign !== DASH && sign !== PLUS) || text.charCodeAt(at + 3) !== COLON) return false;
  return !Number.isNaN(twoDigits(text, at + 1) + twoDigits(text, at + 4));
};

/**
 * `2021-03-01` and `2021-03-01-08:00`, nearly all that data sources send, in a tenth of the time that the patterns
 * take; null for everything else, which the patterns then read.
 */
const readUsual = (text: string): string | null => {
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null;
  if (text.length !== 10 && (text.length !== 16 || !isOffset(text, 10))) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  return hasDay(year, twoDigits(text, 5), twoDigits(text, 8)) ? text.slice(0, 10) : null;
};

/** @returns the day as ISO `YYYY-MM-DD`; `invalid_date` for a day that does not exist, or could be two */
export const toDate = (value: unknown): Coerced<string> => {
  if (isNothing(value)) return NOTHING;
  const text = (scalarText(value) ?? '').trim();
  const usual = readUsual(text);
  if (usual !== null) return ok(usual);
  const { date, ambiguous } = read(text.length > MOST_CHARACTERS ? '' : text);
  if (date !== null) return ok(date);
  return misfit(
    'invalid_date',
    ambiguous
      ? 'This date could be read with the day or the month first. Let the data source send it as YYYY-MM-DD.'
      : 'This is not a date, or the calendar has no such day. Let the data source send it as YYYY-MM-DD.',
  );
};
