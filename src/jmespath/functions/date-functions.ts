import { isoDate, monthNumber, TIME_AND_OFFSET } from '../../lib/calendar.ts';
import type { NodeOf } from '../syntax/ast.ts';
import { EvaluationError, ExpressionError } from '../syntax/faults.ts';
import type { FunctionCall, FunctionDefinition } from './call.ts';

const FORMAT_TOKENS: ReadonlyMap<string, string> = new Map([
  ['YYYY', '(?<year>\\d{4})'],
  ['YY', '(?<short>\\d{2})'],
  ['MMMM', '(?<name>[a-z]{3,9})'],
  ['MMM', '(?<name>[a-z]{3,9})'],
  ['MM', '(?<month>\\d{2})'],
  ['M', '(?<month>\\d{1,2})'],
  ['DD', '(?<day>\\d{2})'],
  ['D', '(?<day>\\d{1,2})'],
]);
const FORMAT_PIECE = /YYYY|YY|MMMM|MMM|MM|M|DD|D|[^YMD]+/g;
const REGEXP_CHARACTERS = /[\\^$.*+?()[\]{}|]/g;
const MAX_FORMAT_LENGTH = 64;
/** Charged for a format that comes from the payload and is parsed at each call. */
const FORMAT_PARSE_STEPS = 50;

const BAD_FORMAT =
  'parse_date() needs a format with the year (YYYY or YY), the month (MM, M, MMM or MMMM) and the day (DD or D) once each, such as DD.MM.YYYY.';

/** Takes an optional time and offset behind the date; null when the format is not valid. */
const patternOf = (format: string): RegExp | null => {
  const pieces = format.length > MAX_FORMAT_LENGTH ? [] : (format.match(FORMAT_PIECE) ?? []);
  const tokens = pieces.filter((piece) => FORMAT_TOKENS.has(piece));
  // By their first letters: one Y, one M and one D in any order, and nothing of the format left over.
  const parts = tokens.map((token) => token[0]).sort();
  if (parts.join('') !== 'DMY' || pieces.join('') !== format) return null;
  const source = pieces
    .map((piece) => FORMAT_TOKENS.get(piece) ?? piece.replaceAll(REGEXP_CHARACTERS, '\\$&'))
    .join('');
  return new RegExp(`^${source}${TIME_AND_OFFSET}$`, 'i');
};

/** Two digits mean 1969 to 2068, as in POSIX. */
const yearOf = ({ year, short }: Record<string, string | undefined>): number => {
  if (year !== undefined) return Number(year);
  const number = Number(short);
  return number < 69 ? 2000 + number : 1900 + number;
};

const parseWithPattern = (text: string, format: string, pattern: RegExp): string => {
  const parts = text.length > 2 * MAX_FORMAT_LENGTH ? undefined : pattern.exec(text)?.groups;
  if (parts !== undefined) {
    const month = parts.name === undefined ? Number(parts.month) : monthNumber(parts.name);
    const date = isoDate(yearOf(parts), month, Number(parts.day));
    if (date !== null) return date;
  }
  throw new EvaluationError(
    'invalid-value',
    `parse_date() cannot read this as a date in the form ${format}, or the calendar has no such day.`,
    text,
  );
};

const dateOf = (call: FunctionCall, format: string, pattern: RegExp): string | null => {
  const text = call.text(0)?.trim() ?? '';
  return text === '' ? null : parseWithPattern(text, format, pattern);
};

const parseWithDynamicFormat = (call: FunctionCall): string | null => {
  const format = call.string(1);
  call.budget.charge(FORMAT_PARSE_STEPS);
  const pattern = patternOf(format);
  if (pattern === null) throw new EvaluationError('invalid-value', BAD_FORMAT, format);
  return dateOf(call, format, pattern);
};

/** A literal format, as nearly all are, is parsed once, and refused without a payload. */
const bindParseDate = ({ args }: NodeOf<'function'>): FunctionDefinition['run'] => {
  const argument = args[1];
  if (argument?.node.type !== 'literal' || typeof argument.node.value !== 'string') return parseWithDynamicFormat;
  const format = argument.node.value;
  const pattern = patternOf(format);
  if (pattern === null) throw new ExpressionError('invalid-value', BAD_FORMAT, argument.position);
  return (call) => dateOf(call, format, pattern);
};

export const DATE_FUNCTIONS: Record<string, FunctionDefinition> = {
  parse_date: { arity: [2, 2], run: parseWithDynamicFormat, bind: bindParseDate },
};
