import { scalarText } from '../../../jmespath/runtime/values.ts';
import { hasDay, isoDate, monthNumber, TIME_AND_OFFSET } from '../../../lib/calendar.ts';
import { fail, ok } from '../../../lib/result.ts';
import { type Coerced, isNoValue, NO_VALUE } from './values.ts';

const datePattern = (day: string): RegExp => new RegExp(`^${day}${TIME_AND_OFFSET}$`, 'i');

const YEAR_FIRST = datePattern('(?<year>\\d{4})(?<separator>[-/])(?<month>\\d{1,2})\\k<separator>(?<day>\\d{1,2})');
const COMPACT = datePattern('(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})');
const DOTTED = datePattern('(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})');
const DAY_AND_NAME = datePattern('(?<day>\\d{1,2})(?: |-|\\. ?)(?<name>[A-Za-z]+)\\.?(?: |-|, ?)(?<year>\\d{4})');
const NAME_AND_DAY = datePattern('(?<name>[A-Za-z]+)\\.? (?<day>\\d{1,2})(?:, ?| )(?<year>\\d{4})');
const UNAMBIGUOUS = [YEAR_FIRST, COMPACT, DOTTED, DAY_AND_NAME, NAME_AND_DAY];
const SLASHED = datePattern('(?<first>\\d{1,2})/(?<second>\\d{1,2})/(?<year>\\d{4})');

const MAX_DATE_LENGTH = 64;

type ParsedDate = { date: string | null; ambiguous: boolean };

/** `03/04/2021` may be March or April: only a day above 12, or the same number twice, tells which. */
const parseSlashedDate = (text: string): ParsedDate | null => {
  const parts = SLASHED.exec(text)?.groups;
  if (parts === undefined) return null;
  const [year, first, second] = [Number(parts.year), Number(parts.first), Number(parts.second)];
  const monthFirst = isoDate(year, first, second);
  const dayFirst = isoDate(year, second, first);
  const ambiguous = monthFirst !== null && dayFirst !== null && first !== second;
  return { date: ambiguous ? null : (monthFirst ?? dayFirst), ambiguous };
};

const parseDate = (text: string): ParsedDate => {
  for (const pattern of UNAMBIGUOUS) {
    const parts = pattern.exec(text)?.groups;
    if (parts === undefined) continue;
    const month = parts.name === undefined ? Number(parts.month) : monthNumber(parts.name);
    return { date: isoDate(Number(parts.year), month, Number(parts.day)), ambiguous: false };
  }
  return parseSlashedDate(text) ?? { date: null, ambiguous: false };
};

const DASH = 45;
const PLUS = 43;
const COLON = 58;

/** NaN, which makes every sum and comparison fail, for anything but a digit. */
const digitAt = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const twoDigitsAt = (text: string, at: number): number => digitAt(text, at) * 10 + digitAt(text, at + 1);

const isOffsetAt = (text: string, at: number): boolean => {
  const sign = text.charCodeAt(at);
  if ((sign !== DASH && sign !== PLUS) || text.charCodeAt(at + 3) !== COLON) return false;
  return !Number.isNaN(twoDigitsAt(text, at + 1) + twoDigitsAt(text, at + 4));
};

/**
 * `2021-03-01` and `2021-03-01-08:00`, nearly all that data sources send, in a tenth of the time that the patterns
 * take; null for everything else, which the patterns then read.
 */
const parseIsoDate = (text: string): string | null => {
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null;
  if (text.length !== 10 && (text.length !== 16 || !isOffsetAt(text, 10))) return null;
  const year = twoDigitsAt(text, 0) * 100 + twoDigitsAt(text, 2);
  return hasDay(year, twoDigitsAt(text, 5), twoDigitsAt(text, 8)) ? text.slice(0, 10) : null;
};

/** @returns the day as ISO `YYYY-MM-DD`; `invalid_date` for a day that does not exist, or could be two */
export const toDate = (value: unknown): Coerced<string> => {
  if (isNoValue(value)) return NO_VALUE;
  const text = (scalarText(value) ?? '').trim();
  const iso = parseIsoDate(text);
  if (iso !== null) return ok(iso);
  const { date, ambiguous } = parseDate(text.length > MAX_DATE_LENGTH ? '' : text);
  return date === null ? fail({ code: 'invalid_date', params: { ambiguous } }) : ok(date);
};
