import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../shared/fault.ts';

/** The fewest digits that a whole number beyond 2^53 has. */
const LOSSY_DIGITS = 16;

const QUOTE = 34;
const BACKSLASH = 92;
// Letters are the most frequent, so the first comparison rules them out.
const isDigit = (unit: number): boolean => unit <= 57 && unit >= 48;
/** What may stand before the first digit of a number in JSON: a sign, a separator, white space, or nothing at all. */
const opensNumber = (unit: number): boolean => unit <= 32 || unit === 44 || unit === 45 || unit === 58 || unit === 91;

/**
 * Whether a text may hold a number of 16 digits or more. Such a run has a digit at one of every 16 places, so that most
 * of a record is skipped; IDs and phone numbers in quotes are ruled out by the character before them.
 */
const hasLongNumber = (text: string): boolean => {
  for (let at = LOSSY_DIGITS - 1; at < text.length; at += LOSSY_DIGITS) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let first = at;
    while (isDigit(text.charCodeAt(first - 1))) first -= 1;
    // Continue behind the run: no digit is read twice.
    while (isDigit(text.charCodeAt(at + 1))) at += 1;
    if (at - first >= LOSSY_DIGITS - 1 && (first === 0 || opensNumber(text.charCodeAt(first - 1)))) return true;
  }
  return false;
};

/** @param at the opening quote @returns the place behind the closing one */
const endOfString = (text: string, at: number): number => {
  let end = text.indexOf('"', at + 1);
  for (let before = end - 1; text.charCodeAt(before) === BACKSLASH; before = end - 1) {
    while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    // An even number of backslashes are escaped ones: then the quote closes.
    if ((end - before) % 2 === 0) break;
    end = text.indexOf('"', end + 1);
  }
  return end + 1;
};

const NUMBER = /-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WHOLE = /^-?[0-9]{16,}$/;
const isLossy = (number: string): boolean => WHOLE.test(number) && !Number.isSafeInteger(Number(number));

/** @param text valid JSON */
const quoteLossy = (text: string): string => {
  let quoted = '';
  let done = 0;
  for (let at = 0; at < text.length; ) {
    if (text.charCodeAt(at) === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(text)?.[0];
    if (number === undefined) {
      at += 1;
      continue;
    }
    if (isLossy(number)) {
      quoted += `${text.slice(done, at)}"${number}"`;
      done = at + number.length;
    }
    at += number.length;
  }
  return quoted + text.slice(done);
};

/**
 * As every evaluation of a mapping must read a record: a whole number beyond 2^53, such as an employee ID of 19 digits,
 * becomes a text with all of its digits. Other numbers stay numbers; one with a fraction or an exponent is no ID.
 * @throws SyntaxError as JSON.parse does
 */
export const parsePayload = (text: string): unknown => {
  if (!hasLongNumber(text)) return JSON.parse(text);
  // Only valid JSON is rewritten: 0123456789012345678 must stay an error.
  JSON.parse(text);
  // Not a reviver: it recurses, and a deeply nested payload would overflow the stack.
  return JSON.parse(quoteLossy(text));
};

export function parsePayloadOrUndefined(text: string): unknown {
  try {
    return parsePayload(text);
  } catch {
    return undefined;
  }
}

/** A pasted payload is evaluated again at every keystroke. */
export const MAX_PASTED_BYTES = 65_536;

const utf8Length = (text: string): number =>
  text.length > MAX_PASTED_BYTES ? text.length : new TextEncoder().encode(text).length;

/** V8 has the place only in the message, which also quotes some of the text. */
function syntaxErrorPlace(error: unknown): { line: number | null; character: number | null } {
  const message = error instanceof Error ? error.message : '';
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined) return { line: Number(line), character: Number(column) };
  const [, position] = /position (\d+)/.exec(message) ?? [];
  return { line: null, character: position === undefined ? null : Number(position) + 1 };
}

/** Exactly as a sync reads a payload. @returns fault `invalid_body` */
export function parsePastedPayload(text: string): Result<unknown, Fault> {
  if (utf8Length(text) > MAX_PASTED_BYTES)
    return fail(fault('invalid_body', { problem: 'payload_too_large', kilobytes: MAX_PASTED_BYTES / 1024 }));
  try {
    return ok(parsePayload(text));
  } catch (error) {
    return fail(fault('invalid_body', { problem: 'payload_not_json', ...syntaxErrorPlace(error) }));
  }
}
